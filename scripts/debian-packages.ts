import { spawnSync } from 'node:child_process';

/** What the suites need of a Debian system, and what for. */
const packages = {
  'openvswitch-switch': 'the switch that flows and packets are compared with',
  iproute2: 'network namespaces',
  iptables: 'the hybrid plug and the routers',
  ipset: 'security groups of the hybrid plug',
  conntrack: 'connections in a namespace',
  'dnsmasq-base': 'DHCP',
  keepalived: 'the configuration of highly available routers is given to it',
  radvd: 'router advertisements',
  haproxy: 'the metadata proxy',
  udhcpc: 'a guest that asks for its address',
  'iputils-ping': 'guests',
  'iputils-arping': 'guests',
  ethtool: 'checksums on virtual links',
  tcpdump: 'captures',
  tshark: 'reading captures',
  shellcheck: 'the generated scripts',
  chromium: 'the window of VS Code under test',
  'fonts-dejavu-core': 'its text',
  python3: 'building native modules of the VS Code host',
  make: 'the same',
  'g++': 'the same',
} as const;

/** Installs those that are missing, as root on a Debian system; elsewhere says what is missing and goes on. */
export function installDebianPackages(): void {
  const missing = Object.keys(packages).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) {
    console.log(`not installed (that takes root and apt-get): ${missing.join(' ')}`);
    return;
  }
  console.log(`installing Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...missing],
  ]) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) console.log(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', '${Status}', name], { encoding: 'utf8' });
  return (stdout as string | null)?.endsWith(' installed') ?? false; // null where there is no dpkg
}
