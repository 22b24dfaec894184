export type { AddressSet, ConnectionState, PortRange, Rule, RuleMatch, RuleTable, RuleTarget, Ruleset } from './rule.ts';
export { type RulePrinting, printMatch, printRule } from './print-rule.ts';
export { printAddressSet } from './print-address-set.ts';
