import { readFileSync, readdirSync } from 'node:fs';

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to less than `count`. */
  below(count: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** xorshift32: small, and good enough to mutilate text. */
export function createRandom(seed: number): Random {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  const below = (count: number) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % Math.max(1, count);
  };
  return { below, pick: (items) => items[below(items.length)] ?? items[0] };
}

/** The text of every example. */
export function exampleTexts(): readonly [string, ...string[]] {
  const texts = readdirSync('examples', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ostopo'))
    .sort()
    .map((name) => readFileSync(`examples/${name}`, 'utf8'));
  const [first = '', ...rest] = texts;
  return [first, ...rest];
}

/** What files are made of, and what has no place in one. */
const FRAGMENTS = (
  'fabric host tenant network subnet router vm port on interface expect reaches never allow ingress egress tcp udp icmp from to group any ' +
  'external shared import overlay vxlan vni vlan flat local mtu physical underlay firewall none roles compute tunnel-ip bridge gateway pool dns ' +
  'dhcp off route via ip mac id ofport security port-security allowed-address dhcp-option admin-state down binding qos limit guarantee local-ip local-ip-static-nat distributed-dhcp 2kpps 10mbit burst bandwidth-meters listens floating-ip with as stateless ' +
  '{ } { } { } , .. " /* */ // [1..3] a-[1..2] a-[3..1] x[ ] 10.0.0.1 10.0.0.0/24 10.0.0.0/99 fd00::1/64 fa:16:3e:00:00:01 net-1 vm-1 demo ' +
  'demo.vm-1 demo.* 80 443 8000..8100 -1 99999999999999999999 é 名 \u{1f600} \u0000 \ufeff \\ ; = ( '
)
  .split(' ')
  .concat('\n', '\r\n', '\t', ' ', '  ') as [string, ...string[]]; // not empty

/** Words one after the other, in no order. */
export function tokenSoup(random: Random, most = 60): string {
  const separator = random.pick([' ', ' ', '\n', '']);
  return Array.from({ length: random.below(most) }, () => random.pick(FRAGMENTS)).join(separator);
}

/** A text with one place changed: words put in, taken out, doubled, moved or replaced, or a single letter. */
export function withRandomEdit(text: string, random: Random): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(random.pick([2, 12, 80])));
  const cut = text.slice(start, end);
  const middle = random.pick<() => string>([
    () => random.pick(FRAGMENTS),
    () => ` ${random.pick(FRAGMENTS)} ${random.pick(FRAGMENTS)} `,
    () => '',
    () => cut + cut,
    () => `${cut}\n`,
    () => cut.slice(1),
    () => String.fromCharCode(32 + random.below(95)),
    () => cut + random.pick(['x', '-', '1', ' ', '{ }', ' // ', '\n', '}']),
  ]);
  return text.slice(0, start) + middle() + text.slice(end);
}

/** A text with one of its words replaced by another of its words: what was named differently, is. */
export function withWordReplaced(text: string, random: Random): string {
  const words = [...text.matchAll(/[\w.[\]-]+/g)];
  const [word, other] = [words[random.below(words.length)], words[random.below(words.length)]];
  return word && other ? text.slice(0, word.index) + other[0] + text.slice(word.index + word[0].length) : text;
}
