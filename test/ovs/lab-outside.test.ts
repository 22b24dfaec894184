import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const EXAMPLE = readFileSync(new URL('../../examples/floating-ips.ostopo', import.meta.url), 'utf8');

const why = whyNoLab();
if (why !== undefined) console.log(`no way out of the lab on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-outside-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** More of the same kind: pings, errors about translated packets, a ping by a floating address of a neighbour. */
const MORE = `
expect internet reaches web
expect web reaches internet
expect db reaches internet
expect cache reaches internet
expect cache reaches 203.0.113.50
expect internet never reaches cache
expect db reaches 169.254.169.254 with tcp 80
expect db never reaches internet with icmp ttl 1
`;

describe.skipIf(why !== undefined)('the way out of the lab on real Open vSwitch', () => {
  afterEach(() => labDown('campus', root));

  it.each(['openvswitch', 'iptables-hybrid', 'none'])(
    'is as the trace has it, translated both ways, with the firewall %s',
    async (firewall) => {
      const { compiled, expectations } = compileText(`${EXAMPLE}${MORE}`.replace('firewall openvswitch', `firewall ${firewall}`));
      const lab = await labUp(compiled, { root });
      const verdicts = await labVerify(compiled, expectations, { root });
      const told = verdicts.map(({ expectation, verdict, reason, conversations }) => ({
        expectation: expectation.name,
        verdict,
        reason,
        differences: conversations.flatMap(({ differences }) => differences),
        traced: conversations.every(({ predicted }) => predicted !== undefined),
      }));
      expect(told).toEqual(
        expectations.map(({ name }) => ({ expectation: name, verdict: 'as-expected', reason: undefined, differences: [], traced: true })),
      );
      const nat = await printedOn(lab, 'net-a', 'bash', '-c', 'ip netns exec "$(ls /run/netns | grep ^qrouter-)" iptables-save -t nat');
      expect(nat).toContain('--to-destination 10.0.0.4');
      expect(await printedOn(lab, 'net-a', 'bash', '/run/lab/net-a/setup.sh', '--check')).toContain('as it should be');
    },
  );
});
