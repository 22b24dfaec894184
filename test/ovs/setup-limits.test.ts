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
    expect(made).toContain('meter=7 kbps burst bands=type=drop rate=100000 burst_size=20000');
    expect(made).toContain('meter=8 kbps bands=type=drop rate=50000');
    expect(left?.trim()).toBe('meter=77 kbps bands=type=drop rate=5');
  }, 60_000);
});
