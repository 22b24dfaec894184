import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no distributed DHCP on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-distributed-dhcp-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const { compiled, expectations } = compileText(readFileSync(new URL('../../examples/distributed-dhcp.ostopo', import.meta.url), 'utf8'));

describe.skipIf(why !== undefined)('a cloud with distributed DHCP on real Open vSwitch', () => {
  it('works with addresses that guests have from the start', async () => {
    try {
      await labUp(compiled, { root });
      const verdicts = await labVerify(compiled, expectations, { root });
      expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
        expectations.map(() => ['as-expected', []]),
      );
    } finally {
      await labDown('flat-cloud', root);
    }
  });

  it('is not started where guests are to ask for them, for no agent would answer', async () => {
    await expect(labUp(compiled, { root, guestAddresses: 'dhcp' })).rejects.toThrow('leave out --dhcp');
  });
});
