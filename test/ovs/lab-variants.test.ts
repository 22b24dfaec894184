import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { ARTICLE, compileText, inGuest, printedOn } from './lab-fixture.ts';
import { isThere, whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no variants of the lab on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(why !== undefined)('variants of the lab on real Open vSwitch', () => {
  afterEach(() => labDown('lab', root));

  it('without a firewall the taps are ports of br-int, and the server tells the tunnels where MACs are', async () => {
    const text = ARTICLE.replace('firewall iptables-hybrid', 'firewall none').replace(
      'l2-population off',
      'l2-population on  arp-responder on',
    );
    const { compiled, expectations } = compileText(text);
    const lab = await labUp(compiled, { root });
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
      expectations.map(() => ['as-expected', []]),
    );
    expect(await printedOn(lab, 'compute-0', 'ovs-vsctl', 'port-to-br', 'tap95d96a75-a0')).toBe('br-int\n');
    expect(await printedOn(lab, 'compute-0', 'bash', '-c', 'ip -br link | grep -c ^qbr')).toBe('0\n');
  });

  it('without addresses of their own the guests get them by DHCP, and reach each other', async (test) => {
    if (!isThere('udhcpc')) return test.skip('udhcpc is not installed');
    const { compiled, expectations } = compileText(ARTICLE);
    const lab = await labUp(compiled, { root, guestAddresses: 'dhcp' });
    expect((await inGuest(lab, 'compute-1', 'vm-4', 'ip', '-4', '-br', 'address', 'show', 'dev', 'eth0')).stdout).toContain(
      ' 10.0.2.8/24 ',
    );
    expect((await inGuest(lab, 'compute-1', 'vm-4', 'ip', 'route')).stdout).toContain('default via 10.0.2.254 dev eth0');
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(expectations.map(() => 'as-expected'));
  });
});
