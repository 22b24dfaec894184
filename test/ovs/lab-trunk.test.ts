import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { isThere, whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no trunks on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-trunk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const { compiled, expectations } = compileText(readFileSync(new URL('../../examples/trunk.ostopo', import.meta.url), 'utf8'));

describe.skipIf(why !== undefined)('a guest with a trunk on real Open vSwitch', () => {
  it.skipIf(!isThere('udhcpc'))('reaches by each VLAN what the model says, with addresses it got there by DHCP', async () => {
    try {
      const lab = await labUp(compiled, { root, guestAddresses: 'dhcp' });
      const verdicts = await labVerify(compiled, expectations, { root });
      expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
        expectations.map(() => ['as-expected', []]),
      );
      const columns = await printedOn(lab, 'hv-1', 'ovs-vsctl', '--bare', '--columns=tag', 'find', 'Port', 'tag>=101');
      expect(
        columns
          .split('\n')
          .filter((line) => line !== '')
          .sort(),
      ).toEqual(['101', '101', '102', '102']);
    } finally {
      await labDown('edge', root);
    }
  });
});
