import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';
import { printedInSandbox } from './sandbox/run-in-sandbox.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`limits are not set up on a real switch: ${why}`);

const { compiled } = compileText(readFileSync(new URL('../../examples/qos.ostopo', import.meta.url), 'utf8'));

const FUNCTIONS = `check() { local status=0; bash "$scripts/setup.sh" --check || status=$?; echo "exit $status"; }
of() { ovs-ofctl -O OpenFlow13 "$@"; }
meters() { of dump-meters br-int | grep -v ^OFPST | tr -d '\\n' | sed 's/meter=/\\n&/g'; echo; }`;

/** What is printed after each `echo "=== …"`. */
function sections(host: string, text: string): readonly string[] {
  return printedInSandbox(compiled, host, `${FUNCTIONS}\n${text}`).split(/^=== .*\n/m);
}

describe.skipIf(why !== undefined)('meters of setup.sh', () => {
  it('are made, kept by a second run, compared by --check and mended', () => {
    const [before, made, again, changed, mended] = sections(
      'hv-1',
      `check
echo "=== made"; bash "$scripts/setup.sh"; meters; check
echo "=== again"; bash "$scripts/setup.sh"; meters
echo "=== changed"; of mod-meter br-int meter=9,pktps,bands=type=drop,rate=7; of del-meter br-int meter=10; check
echo "=== mended"; bash "$scripts/setup.sh"; meters; check`,
    );
    const meters = ['meter=9 pktps burst bands=type=drop rate=1000 burst_size=2000', 'meter=10 pktps bands=type=drop rate=1000'];
    expect(before).toMatch(/exit 1\n$/);
    for (const section of [made, again, mended]) for (const meter of meters) expect(section).toContain(`${meter}\n`);
    for (const section of [made, mended]) expect(section).toMatch(/setup\.sh would change nothing\nexit 0\n$/);
    expect(changed).toContain(`meter 9 of br-int is meter=9 pktps bands=type=drop rate=7, would become ${meters[0] ?? ''}`);
    expect(changed).toContain(`meter 10 of br-int is not set, would become ${meters[1] ?? ''}`);
    expect(changed).toMatch(/\+table=58.*actions=meter:10,goto_table:59/);
  }, 60_000);

  it('go with teardown.sh from a bridge that was there before, which keeps those of others', () => {
    const [, made, left] = sections(
      'hv-2',
      `ovs-vsctl add-br br-int -- set Bridge br-int datapath_type=netdev fail_mode=secure protocols=OpenFlow10,OpenFlow13,OpenFlow14
of add-meter br-int meter=77,kbps,bands=type=drop,rate=5
echo "=== made"; bash "$scripts/setup.sh"; meters
echo "=== left"; bash "$scripts/teardown.sh"; meters; [ ! -e /run/ostopo ]`,
    );
    expect(made).toContain('meter=15 kbps burst bands=type=drop rate=100000 burst_size=20000');
    expect(made).toContain('meter=16 kbps bands=type=drop rate=50000');
    expect(left?.trim()).toBe('meter=77 kbps bands=type=drop rate=5');
  }, 60_000);
});

describe.skipIf(why !== undefined)('guaranteed bandwidth of setup.sh', () => {
  const FIND = `queues() {
  ovs-vsctl --bare --columns=other_config,external_ids find Queue | grep -c min-rate || true
  ovs-vsctl get Port eth1 qos | wc -c
}`;

  it('is made once, kept by a second run, compared by --check and mended', () => {
    const [before, made, again, changed, mended] = sections(
      'hv-2',
      `${FIND}
check
echo "=== made"; bash "$scripts/setup.sh"; queues; check
echo "=== again"; bash "$scripts/setup.sh"; queues; ovs-vsctl --bare --columns=queues find QoS external_ids:_type=minimum_bandwidth
echo "=== changed"
queue=$(ovs-vsctl --bare --columns=_uuid find Queue other_config:min-rate=20000000)
ovs-vsctl set Queue "$queue" other_config:min-rate=1 -- clear Port eth1 qos; check
echo "=== mended"; bash "$scripts/setup.sh"; queues; check`,
    );
    expect(before).toContain('no bandwidth is kept for ports');
    expect(before).toMatch(/nothing is kept for port [-0-9a-f]{36}, would be 5000000 bit\/s/);
    for (const section of [made, again, mended]) expect(section).toContain('2\n37\n');
    for (const section of [made, mended]) expect(section).toMatch(/setup\.sh would change nothing\nexit 0\n$/);
    expect(again).toMatch(/^3=[-0-9a-f]{36} 5=[-0-9a-f]{36}$/m);
    expect(changed).toMatch(/other_config:min-rate is 1, would become 20000000/);
    expect(changed).toMatch(/queues of eth1 is \[\], would become [-0-9a-f]{36}/);
  }, 60_000);

  it('goes with teardown.sh from a network card that was in the bridge before', () => {
    const [, left] = sections(
      'hv-2',
      `ovs-vsctl add-br br-ex -- set Bridge br-ex datapath_type=netdev -- add-port br-ex eth1 -- set Interface eth1 ofport_request=1
bash "$scripts/setup.sh"
echo "=== left"; bash "$scripts/teardown.sh"; ovs-vsctl get Port eth1 qos; ovs-vsctl --bare --columns=_uuid list QoS; ovs-vsctl --bare --columns=_uuid list Queue`,
    );
    expect(left?.trim()).toBe('[]');
  }, 60_000);

  it('is printed by --dry-run as a command that makes it', () => {
    const [, printed] = sections(
      'hv-2',
      `bash "$scripts/setup.sh" --dry-run | grep '^  ovs-vsctl .*type=minimum_bandwidth' >"$logs/commands.sh"
bash "$scripts/setup.sh"
ovs-vsctl clear Port eth1 qos -- --all destroy QoS -- --all destroy Queue
bash -e "$logs/commands.sh" >/dev/null
echo "=== printed"; check`,
    );
    expect(printed).toMatch(/setup\.sh would change nothing\nexit 0\n$/);
  }, 60_000);
});
