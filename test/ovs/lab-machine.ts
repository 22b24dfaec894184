import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Why no lab can be brought up here; `undefined` when one can. */
export function whyNoLab(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root';
  const missing = [
    'ovs-vswitchd',
    'ovsdb-server',
    'iptables',
    'ipset',
    'dnsmasq',
    'haproxy',
    'tcpdump',
    'ethtool',
    'ping',
    'unshare',
    'nsenter',
  ].filter((tool) => !isThere(tool));
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

/** Whether a program is installed. */
export function isThere(tool: string): boolean {
  return (
    spawnSync('sh', ['-c', 'command -v "$1"', 'sh', tool], { env: { PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` } }).status === 0
  );
}

/** Everything of the machine's own network that the lab must leave alone, as text to compare. */
export function machineState(): Record<string, string> {
  const commands = {
    namespaces: ['ip', 'netns', 'list'],
    links: ['ip', '-br', 'link'],
    addresses: ['ip', '-br', 'address'],
    routes: ['ip', 'route'],
    rules: ['ip', 'rule'],
    iptables: ['iptables-save'],
    ip6tables: ['ip6tables-save'],
    ipsets: ['ipset', 'list', '-n'],
    run: ['ls', '-A', '/run'],
  };
  const printed = Object.entries(commands).map(([name, [program = '', ...words]]) => [
    name,
    withoutCounters(spawnSync(program, words, { encoding: 'utf8' }).stdout),
  ]);
  const settings = [
    'net/ipv4/ip_forward',
    'net/ipv4/conf/all/arp_ignore',
    'net/ipv6/conf/all/forwarding',
    'net/bridge/bridge-nf-call-iptables',
  ];
  return Object.fromEntries([...printed, ...settings.map((name) => [name, readIfThere(`/proc/sys/${name}`)])]) as Record<string, string>; // built just now
}

/** The living processes in a pid namespace: all of a lab's. One that has ended and waits to be collected does not count. */
export function processesIn(pidNamespace: string): number[] {
  const living = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !/^State:\s+[ZX]/m.test(readIfThere(`/proc/${name}/status`)));
  return living.filter((name) => pidNamespaceOf(Number(name)) === pidNamespace).map(Number);
}

/** The pid namespace a process is in; `undefined` when it has ended. */
export function pidNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

function withoutCounters(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replace(/\[\d+:\d+\]/, ''))
    .join('\n');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'absent';
  }
}
