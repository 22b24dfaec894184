import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';
import { printedInSandbox, runInSandbox } from './sandbox/run-in-sandbox.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`flows are not replaced on a real switch: ${why}`);

const { compiled } = compileText(readFileSync(new URL('../../examples/single-host.ostopo', import.meta.url), 'utf8'));
const HOST = 'all-in-one';

const flows = 'ovs-ofctl -O OpenFlow13 --no-stats dump-flows br-int | grep -v hard_timeout | sort';
/** Lets the first flow of the file be another one, so that the file has to be loaded. */
const vary = (priority: number) => `sed -i 's/^table=23,priority=[0-9]*/table=23,priority=${priority}/' "$scripts/flows/br-int.flows"`;

describe.skipIf(why !== undefined)('the flows of a bridge', () => {
  it('stay as they were when the switch refuses one of the file', () => {
    // A meter that is not there is what ovs-ofctl lets pass and the switch refuses, after it has taken the flows before it.
    const { status, stdout, stderr } = runInSandbox(
      compiled,
      HOST,
      `bash "$scripts/setup.sh"
${flows} >"$logs/before"
${vary(5)}
echo 'table=60,priority=90,in_port=1,actions=meter:4711,NORMAL' >>"$scripts/flows/br-int.flows"
bash "$scripts/setup.sh" --phase flows && exit 1
${flows} >"$logs/after"
same_state "$logs/before" "$logs/after" 'a refused file'
echo kept`,
    );
    expect([status, stdout]).toEqual([0, 'kept\n']);
    expect(stderr).toContain('Open vSwitch refused the flows of br-int');
  }, 60_000);

  it('are replaced without a packet lost', () => {
    const load = [1, 2, 3, 4, 5, 6, 7, 8].map((priority) => `${vary(priority)}; bash "$scripts/setup.sh" --phase flows`).join('\n');
    const printed = printedInSandbox(
      compiled,
      HOST,
      `bash "$scripts/setup.sh"
peer=$(ip -n vm-demo.b -o -4 addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }')
ip netns exec vm-demo.a ping -q -c 3 -i 0.05 "$peer" >/dev/null
ip netns exec vm-demo.a ping -i 0.002 -w 60 "$peer" >"$logs/ping" & ping=$!
${load}
kill -INT "$ping"; wait "$ping"
sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' "$logs/ping" | sort -un | awk 'END { print NR, $0 }'
${flows} | grep -c 'table=23, priority=8'`,
    );
    // the answers that came, and the number of the last: equal when none is missing between; what was on its way when ping ended does not count
    const [answers, last] = (printed.split('\n')[0] ?? '').split(' ').map(Number);
    expect(answers).toBe(last);
    expect(answers).toBeGreaterThan(100);
    expect(printed.trim().endsWith('\n1')).toBe(true);
  }, 60_000);
});
