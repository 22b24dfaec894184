import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { ARTICLE, compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no GRE or Geneve on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-overlays-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(why !== undefined)('overlays other than VXLAN on real Open vSwitch', () => {
  afterEach(() => labDown('lab', root));

  it.each(['gre', 'geneve'])('%s carries the packets the trace says, in tunnels of that kind', async (overlay) => {
    const text = ARTICLE.replace('overlay vxlan', `overlay ${overlay}`).replace('firewall iptables-hybrid', 'firewall none');
    const { compiled, expectations } = compileText(text);
    const lab = await labUp(compiled, { root });
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(
      verdicts.map(({ verdict, conversations }) => [
        verdict,
        conversations.flatMap(({ differences }) => differences),
        conversations.every(({ predicted }) => predicted !== undefined),
      ]),
    ).toEqual(expectations.map(() => ['as-expected', [], true]));
    const routed = verdicts.find(({ expectation }) => expectation.via !== undefined)?.conversations[0];
    expect(routed?.observed.map(({ vni, ttl }) => [vni, ttl])).toEqual([
      [22, 64],
      [99, 63],
      [99, 64],
      [22, 63],
    ]);
    const types = await printedOn(lab, 'compute-0', 'ovs-vsctl', '--no-headings', '--columns=type', 'find', 'Interface', `type=${overlay}`);
    expect(types.split('\n').filter((line) => line === overlay)).toHaveLength(2);
  });

  it('two at once carry the packets the trace says, each at the port of its type', async () => {
    const text = ARTICLE.replace('firewall iptables-hybrid', 'firewall none')
      .replace('vxlan { vni 1..1000 }', 'vxlan { vni 1..1000  port 4790 }')
      .replace('network net-2 {', 'network net-2 { overlay geneve ');
    const { compiled, expectations } = compileText(text);
    await labUp(compiled, { root });
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
      expectations.map(() => ['as-expected', []]),
    );
    const routed = verdicts.find(({ expectation }) => expectation.via !== undefined)?.conversations[0];
    expect(routed?.observed.map(({ vni }) => vni)).toEqual([22, 99, 99, 22]);
  });
});
