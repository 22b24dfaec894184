export { type HostRulesets, compileRulesets } from './compile-rulesets.ts';
export { addressSetName } from './address-sets.ts';
