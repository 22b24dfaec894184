import { sortedBy } from '#core/base';
import { type SecurityGroup, printSecurityRule } from '#core/model';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, block, flag, line, property } from './statement.ts';

/** A security group's block; a line with several ports was several rules and is printed as such. */
export function printSecurityGroup(group: SecurityGroup, own: string, names: NameSpelling): Statement {
  const rules = sortedBy(group.rules, (rule) => rule.name).map((rule) => line(printSecurityRule(rule, (id) => names.inTenants(id, own))));
  const settings = [flag('stateless', group.stateless), flag('no-default-egress', group.noDefaultEgress), property('id', group.uuid)];
  return block(`security-group ${group.name}`, [...settings, ...rules], { expanded: rules.length > 1 });
}
