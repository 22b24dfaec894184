import { describe, expect, it } from 'vitest';
import { ARTICLE, compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';
import { printedInSandbox, runInSandbox } from './sandbox/run-in-sandbox.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`setup.sh --check is not run on a real switch: ${why}`);

const { compiled } = compileText(ARTICLE);
const HOSTS = ['controller-0', 'compute-0'] as const;

/** A change behind setup.sh's back, and what --check says of it. */
const DRIFT: Readonly<Record<(typeof HOSTS)[number], readonly (readonly [change: string, said: string])[]>> = {
  'controller-0': [
    ['ovs-vsctl set-fail-mode br-tun standalone', 'bridge br-tun: fail_mode is standalone, would become secure'],
    ['ovs-vsctl del-port br-tun vxlan-c0a8ff1a', 'port vxlan-c0a8ff1a of br-tun is missing'],
    ['ovs-vsctl set Interface vxlan-c0a8ff13 options:remote_ip=10.9.9.9', 'options:remote_ip is 10.9.9.9, would become 192.168.255.19'],
    ['ovs-vsctl set Port tapca25a97e-64 tag=7', 'port tapca25a97e-64: tag is 7, would become 1'],
    ['ovs-vsctl remove Port tapca25a97e-64 other_config net_uuid', 'other_config:net_uuid is not set, would become 67a3798c'],
    ['ovs-ofctl -O OpenFlow13 add-flow br-int table=60,priority=77,actions=drop', '-table=60 priority=77 actions=drop'],
    ['ovs-ofctl -O OpenFlow13 --strict del-flows br-int table=23,priority=0', '+table=23'],
    ['ip -n "$router" link set dev qr-0c52b15f-8f down', 'qr-0c52b15f-8f in qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe is down'],
    ['ip -n "$router" link set dev qr-0c52b15f-8f mtu 1000', 'is 1000, would become 1450'],
    ['ip -n "$router" addr del 10.0.1.254/24 dev qr-0c52b15f-8f', 'has no address 10.0.1.254/24'],
    ['ip netns exec "$router" sysctl -qw net.ipv4.ip_forward=0', 'is 0, would become 1'],
    ['ip -n "$dhcp" route del default', 'has no route to 0.0.0.0/0 via 10.0.1.254'],
    ['ip netns exec "$router" iptables -t nat -F neutron-l3-agent-PREROUTING', '+*nat -A neutron-l3-agent-PREROUTING'],
    ['iptables -A neutron-openvswi-FORWARD -j ACCEPT', '-*filter -A neutron-openvswi-FORWARD -j ACCEPT'],
    ['kill "$(cat /run/ostopo/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/pid)"; sleep 0.3', 'does not run'],
    ['echo changed >>/run/ostopo/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/host', 'has other files, would read them again'],
    ['ip addr del 192.168.255.15/24 dev br-ex', 'br-ex has no address 192.168.255.15/24'],
  ],
  'compute-0': [
    ['ip link del dev qvb95d96a75-a0', 'device qvb95d96a75-a0 is missing'],
    ['ip link set dev tap95d96a75-a0 nomaster', 'master of tap95d96a75-a0 is not set, would become qbr95d96a75-a0'],
    ['ip link set dev qbr95d96a75-a0 type bridge ageing_time 300', 'ageing_time of qbr95d96a75-a0 is 300, would become 0'],
    ['ipset add NIPv4e1577ff6-d587-52b3-8f7f- 10.77.0.1', '-add NIPv4e1577ff6-d587-52b3-8f7f- 10.77.0.1'],
    ['ip netns del vm-demo.vm-3; ip link del dev tap5bd37136-47 2>/dev/null || true', 'namespace vm-demo.vm-3 is missing'],
  ],
};

const NAMES = `router=qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe
dhcp=qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2
check() { local status=0; bash "$scripts/setup.sh" --check || status=$?; echo "exit $status"; }`;

describe.skipIf(why !== undefined)('setup.sh --check', () => {
  it.each(HOSTS)(
    'finds %s different before, the same after, and each change made behind its back, which setup.sh mends',
    (host) => {
      const drift = DRIFT[host];
      const text = `check
echo "=== made"; bash "$scripts/setup.sh"; check
echo "=== changed"; ${drift.map(([change]) => change).join('\n')}\ncheck
echo "=== mended"; bash "$scripts/setup.sh"; check`;
      const [before, made, changed, mended] = printedInSandbox(compiled, host, `${NAMES}\n${text}`).split(/^=== .*\n/m);
      expect(before).toContain('bridge br-int is missing');
      expect(before).toMatch(/exit 1\n$/);
      expect(made).toMatch(/as it should be, setup\.sh would change nothing\nexit 0\n$/);
      for (const [, said] of drift) expect(changed).toContain(said);
      expect(changed).toMatch(/exit 1\n$/);
      expect(mended).toMatch(/as it should be, setup\.sh would change nothing\nexit 0\n$/);
    },
    60_000,
  );

  it('changes nothing itself, and neither does --dry-run', () => {
    const text = `host_state >"$logs/before"
bash "$scripts/setup.sh" --check >/dev/null || [ $? = 1 ]
bash "$scripts/setup.sh" --dry-run >/dev/null
host_state >"$logs/after"
same_state "$logs/before" "$logs/after" "after looking"
[ ! -e /run/ostopo ]`;
    for (const host of HOSTS) printedInSandbox(compiled, host, text);
  }, 60_000);

  it('ends with 2 where it cannot compare: no switch, an unknown option, an unknown phase', () => {
    const { stdout, stderr } = runInSandbox(
      compiled,
      'compute-0',
      `${NAMES}
check --bad; bash "$scripts/setup.sh" --check --dry-run || echo "exit $?"; bash "$scripts/setup.sh" --phase lunch || echo "exit $?"
ovs-appctl -t ovs-vswitchd exit; while [ -e "$OVS_RUNDIR/ovs-vswitchd.pid" ]; do sleep 0.05; done; check`,
    );
    expect(stdout.split('\n').filter((line) => line.startsWith('exit'))).toEqual(['exit 1', 'exit 2', 'exit 2', 'exit 2']);
    expect(stderr).toContain('there is no phase lunch');
    expect(stderr).toContain('ovs-vswitchd does not answer');
  }, 60_000);
});

describe.skipIf(why !== undefined)('setup.sh --dry-run', () => {
  it('prints commands that make what setup.sh makes', () => {
    const text = `bash "$scripts/setup.sh" --dry-run >"$logs/commands"
bash "$scripts/setup.sh"
host_state >"$logs/made"
bash "$scripts/teardown.sh"
grep '^  ' "$logs/commands" >"$logs/commands.sh"
bash -e "$logs/commands.sh"
host_state >"$logs/typed"
same_state "$logs/made" "$logs/typed" "after the printed commands"
grep -c . "$logs/commands.sh"`;
    expect(Number(printedInSandbox(compiled, 'controller-0', text))).toBeGreaterThan(50);
  }, 60_000);

  it('of one phase prints that phase only', () => {
    const printed = printedInSandbox(compiled, 'controller-0', 'bash "$scripts/setup.sh" --dry-run --phase patches --phase=bridges');
    expect(printed.split('\n').filter((line) => line.startsWith('#'))).toEqual(['# phase bridges', '# phase patches']);
  });
});
