import type { AstNode } from 'langium';
import type { SourcePlace } from '#core/base';
import type { ElementPlaces } from '#core/model';
import type { Recovered } from './recovered.ts';
import type { SecurityRule } from '../generated/ast.ts';
import type { Lowering } from './lowering.ts';

/** Where the parts of an `allow` line stand: `protocol`, `ports`, `type`, `code`, `from` or `to`, `ethertype`. */
export function rulePlaces(lowering: Lowering, rule: Recovered<SecurityRule> & AstNode): ElementPlaces {
  const { places } = lowering;
  const properties: Record<string, SourcePlace> = {};
  if (rule.protocol !== undefined) properties.protocol = places.ofProperty(rule, 'protocol');
  if (rule.number !== undefined) properties.protocol = places.ofProperty(rule, 'number');
  if (rule.ports.length > 0) properties.ports = places.ofList(rule, 'ports');
  if (rule.icmpType !== undefined) properties.type = places.ofProperty(rule, 'icmpType');
  if (rule.icmpCode !== undefined) properties.code = places.ofProperty(rule, 'icmpCode');
  if (rule.side !== undefined && rule.remote !== undefined) properties[rule.side] = places.ofNode(rule.remote);
  if (rule.ethertype !== undefined) properties.ethertype = places.ofProperty(rule, 'ethertype');
  return { whole: places.ofNode(rule), name: places.ofKeyword(rule), properties };
}
