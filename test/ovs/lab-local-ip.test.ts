import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no Local IPs on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-local-ip-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const EXAMPLE = readFileSync(new URL('../../examples/local-ip.ostopo', import.meta.url), 'utf8');

describe.skipIf(why !== undefined)('an address that every host has for itself, on real Open vSwitch', () => {
  it.each(['none', 'iptables-hybrid', 'openvswitch'])('is answered as the model says with firewall %s', async (firewall) => {
    const { compiled, expectations } = compileText(EXAMPLE.replace('firewall none', `firewall ${firewall}`));
    try {
      await labUp(compiled, { root });
      const verdicts = await labVerify(compiled, expectations, { root });
      expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
        expectations.map(() => ['as-expected', []]),
      );
    } finally {
      await labDown('grid', root);
    }
  });
});
