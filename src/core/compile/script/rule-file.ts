import { type Rule, type RuleTable, type Ruleset, printRule } from '#core/netfilter';
import { oneLine } from './shell-quote.ts';

/** A ruleset as `iptables-restore` reads it. Where the reason changes from one rule to the next, a line says it: stage, model element, Neutron's counterpart. */
export function ruleFile({ tables }: Ruleset): string {
  return tables.flatMap(tableLines).join('');
}

function tableLines({ table, chains, rules }: RuleTable): string[] {
  return [
    `*${table}\n`,
    ...chains.map((chain) => `:${chain} - [0:0]\n`),
    ...rules.map((rule, i) => `${reason(rule, rules[i - 1])}${printRule(rule)}\n`),
    'COMMIT\n',
  ];
}

function reason(rule: Rule, before: Rule | undefined): string {
  const own = describeOrigin(rule);
  return before && describeOrigin(before) === own ? '' : `# ${own}\n`;
}

function describeOrigin({ origin }: Rule): string {
  return oneLine(`${origin.stage} | ${origin.element} | ${origin.neutron}`);
}
