import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lock, NO_LOCK, analyse, createLock } from '#core/plan';
import { type Random, createRandom, withRandomEdit, withWordReplaced } from '#test/random-text';
import { documentedTexts } from '../fuzz/texts.ts';
import { arbitraryText } from '../print/arbitrary-text.ts';
import { describeAlone, describeModel, openText } from './remembering.ts';

/** The same in every run. */
const SEED = 11;
const EDITS = 6;

/** A cloud in which most of what one network's addresses depend on stands elsewhere: routers, shared networks, floating addresses, hosts, locks. */
const NEIGHBOURS = `fabric f { overlay vxlan { vni 10..99 }  physical dc { vlan 100..120 } dvr on }
host h-[1..2] { roles compute, network  tunnel-ip 10.9.0.[1..2]  bridge br-ex { physical dc } }
tenant provider {
  network public { external  shared  physical dc  subnet public-4 203.0.113.0/28 { dhcp off } }
  network common { shared  subnet common-4 10.1.0.0/28 { pool 10.1.0.3..10.1.0.9 } }
}
tenant a {
  network own { subnet own-4 10.2.0.0/28  subnet own-6 fd00:2::/64 { ipv6 slaac } }
  router edge { external public  interface own-4  interface own-6 }
  vm one on h-1 { port own  port common { ip 10.1.0.5 } }
  vm two on h-2 { port common  port own { ip 10.2.0.3 } }
  floating-ip 203.0.113.5 to one.own
}
tenant b {
  network own { subnet own-4 10.2.0.0/28 }
  router edge { interface own-4  interface common-4 { ip 10.1.0.4 } }
  vm one on h-1 { port common  port own }
  vm two on h-2 { port common { mac fa:16:3e:00:00:07 } }
  floating-ip 203.0.113.2 to two.common { from public }
}
`;

/** The MAC that the port of VM `a.one` on its own network is given. */
const OF_A_ONE = 'fa:16:3e:9e:24:3a';

/** What moves numbers, addresses and names most. */
const TELLING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bip 10\.\d+\.0\.\d+/, ['ip 10.1.0.3', 'ip 10.2.0.4', 'ip 10.1.0.14', '']],
  [/\bpool \S+/, ['pool 10.1.0.2..10.1.0.3', 'pool 10.1.0.4..10.1.0.6', '']],
  [/\bmac \S+/, ['mac fa:16:3e:00:00:08', '']],
  [/\bfabric \w+/, ['fabric f', 'fabric g']],
  [/\bshared\b/, ['shared with a', 'shared with b', '']],
  [/203\.0\.113\.\d+ to/, ['203.0.113.3 to', '203.0.113.6 to']],
  [/\bipv6 \S+/, ['ipv6 slaac', 'ipv6 dhcpv6-stateful', '']],
  [/\bdhcp off\b/, ['dhcp on', '']],
  [/\bhost h-\[1\.\.\d\]/, ['host h-[1..2]', 'host h-[1..3]', 'host h-[1..1]']],
  [/\/28\b/, ['/29', '/27', '/28 { dhcp off }']],
  [/\bvm two\b/, ['vm aa', 'vm zz']],
  [/\bport common\b/, ['port common as x', 'port own']],
  [/\bvni \S+/, ['vni 12..14', 'vni 30..99']],
];

function withTellingEdit(text: string, random: Random): string {
  const [pattern, others] = random.pick(TELLING as [(typeof TELLING)[number]]); // it has some
  const all = [...text.matchAll(new RegExp(pattern, 'g'))];
  const found = all[random.below(all.length)];
  return found ? text.slice(0, found.index) + random.pick(others as [string]) + text.slice(found.index + found[0].length) : text;
}

describe('what is remembered of earlier versions of a text never changes what comes out', () => {
  const mixtures = fc.sample(arbitraryText, { seed: SEED, numRuns: 12 });
  const documented = documentedTexts().filter((_, i) => i % 10 === 0);
  const texts = [...Array<string>(60).fill(NEIGHBOURS), ...mixtures, ...documented];

  it.each([
    ['the name of the fabric, which UUIDs come from', 'fabric f', 'fabric g'],
    [
      'a MAC, now that of a port of another tenant, which gets another and with it another IPv6 address',
      'mac fa:16:3e:00:00:07',
      `mac ${OF_A_ONE}`,
    ],
    ['an address another tenant has floating', '203.0.113.2 to', '203.0.113.9 to'],
    ['an address another tenant has pinned', 'ip 10.1.0.4', 'ip 10.1.0.6'],
    ['the pool of a network of another tenant', 'pool 10.1.0.3', 'pool 10.1.0.6'],
    ['whom a network is shared with', 'network common { shared', 'network common { shared with a'],
    ['a host that ports are on', 'host h-[1..2]', 'host h-[1..1]'],
    ['how many lines stand before', 'tenant provider {', 'tenant provider {\n\n'],
  ])('%s', (_what, from, to) => {
    const editor = openText(NEIGHBOURS);
    const before = describeModel(editor.read(), editor.plan);
    editor.change(NEIGHBOURS.replace(from, to));
    const after = describeModel(editor.read(), editor.plan);
    expect(after).toEqual(describeAlone(editor.text()));
    expect(after).not.toEqual(before);
  });

  it('whatever is edited, undone or locked: topology, findings and plan are those of the text alone', { timeout: 300_000 }, () => {
    for (const [i, text] of texts.entries()) checkEdits(text, createRandom(SEED * 1000 + i), `text ${String(i)}`);
  });
});

function checkEdits(original: string, random: Random, name: string): void {
  const editor = openText(original);
  const first = editor.read();
  const { deployment } = analyse(first.topology, first.findings, { memory: editor.plan });
  const locks: readonly [Lock, Lock] = [NO_LOCK, createLock(first.topology, deployment)];
  const versions = [original];
  for (let step = 0; step < EDITS; step++) {
    const edit = random.pick([withTellingEdit, withTellingEdit, withRandomEdit, withWordReplaced]);
    const text = random.below(4) === 0 ? (versions[random.below(versions.length)] ?? original) : edit(editor.text(), random);
    versions.push(text);
    editor.change(text);
    const lock = random.pick(locks);
    expect(describeModel(editor.read(), editor.plan, lock), `${name}, step ${String(step)}:\n${text}`).toEqual(describeAlone(text, lock));
  }
}
