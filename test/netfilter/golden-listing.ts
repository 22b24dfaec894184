import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Ruleset, printRule } from '#core/netfilter';

/** The sections of a listing printed by Neutron (`--- v4 raw`), each its chains (`:NAME`) and rules, comments left out. */
export function goldenSections(name: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(fileURLToPath(new URL(`../golden/neutron/${name}`, import.meta.url)), 'utf8');
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('--- ')) sections.set(line.slice(4), (current = []));
    else if (line !== '') current.push(line.replace(/ -m comment --comment "[^"]*"/, ''));
  }
  return sections;
}

/** Our rulesets in the same shape. */
export function sectionsOf(rulesets: readonly Ruleset[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    rulesets.flatMap(({ version, tables }) =>
      tables.map(({ table, chains, rules }) => [
        `v${version} ${table}`,
        [...chains.map((chain) => `:${chain}`), ...rules.map((rule) => printRule(rule, { comments: false }))],
      ]),
    ),
  );
}
