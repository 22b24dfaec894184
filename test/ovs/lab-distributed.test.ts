import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const EXAMPLE = readFileSync(new URL('../../examples/distributed.ostopo', import.meta.url), 'utf8');

const why = whyNoLab();
if (why !== undefined) console.log(`no distributed routing on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-distributed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** More of the same kind: the other way round, between guests of one subnet, and by a neighbour's floating address. */
const MORE = `
expect db-1 reaches 203.0.113.50
expect web-1 reaches web-2
expect web-2 reaches internet
expect internet never reaches db-1 with tcp 5432
`;

describe.skipIf(why !== undefined)('distributed routing on real Open vSwitch', () => {
  afterEach(() => labDown('east', root));

  it.each(['openvswitch', 'iptables-hybrid'])('carries what the trace says, the way it says, with the firewall %s', async (firewall) => {
    const { compiled, expectations } = compileText(`${EXAMPLE}${MORE}`.replace('firewall openvswitch', `firewall ${firewall}`));
    const lab = await labUp(compiled, { root });
    const verdicts = await labVerify(compiled, expectations, { root });
    const told = verdicts.map(({ expectation, verdict, reason, conversations }) => ({
      expectation: expectation.name,
      verdict,
      reason,
      differences: conversations.flatMap(({ differences }) => differences),
    }));
    expect(told).toEqual(
      expectations.map(({ name }) => ({ expectation: name, verdict: 'as-expected', reason: undefined, differences: [] })),
    );
    for (const host of ['net-1', 'hv-1', 'hv-2'])
      expect(await printedOn(lab, host, 'bash', `/run/lab/${host}/setup.sh`, '--check')).toContain('as it should be');
  });
});
