import { type RefusedModels, rule, tenant } from './refused-models.ts';

/** Security groups. */
export const SECURITY_GROUPS: RefusedModels = {
  'ports without a protocol that has them (SecurityGroupProtocolRequiredWithPorts, SecurityGroupInvalidProtocolForPort)': {
    OST5002: [
      rule('<<any|tcp>> 80'),
      rule('proto <<47|136>> 80'),
      rule('proto <<gre|dccp>> 80'),
      rule('proto gre <<80|>>'),
      rule('<<tcp|icmp>> type 8'),
    ],
  },
  'ports reversed, 0 or above 65535 (SecurityGroupInvalidPortRange, SecurityGroupInvalidPortValue)': {
    OST5003: [rule('tcp <<90..80|80..90>>'), rule('udp <<0|1>>'), rule('sctp <<0|1>>..90'), rule('tcp 80..<<65536|65535>>')],
  },
  'an ICMP type or code above 255, a protocol number above 255': {
    OST5004: [
      rule('icmp type <<256|255>>'),
      rule('icmp type 3 code <<256|255>>'),
      rule('icmpv6 type <<256|255>>'),
      rule('proto <<256|255>>'),
    ],
  },
  'an ICMP code without type (SecurityGroupMissingIcmpType)': { OST1013: [rule('icmp <<|type 3>> code 1')] },
  'a protocol name that is none': { OST1002: [rule('<<tpc|tcp>> 80'), rule('proto <<tpc|tcp>> 80'), rule('proto <<vrp|vrrp>>')] },
  'a rule that denies: there are none': { OST1003: [tenant('security-group g { <<deny|allow>> ingress tcp 80 }')] },
  'an IPv6 protocol or prefix in an IPv4 rule, and the other way round': {
    OST5005: [
      rule('icmpv6 <<ipv4|ipv6>>'),
      rule('proto ipv6-route <<ipv4|ipv6>>'),
      rule('proto 44 <<ipv4|ipv6>>'),
      rule('tcp from fd00::/8 <<ipv4|ipv6>>'),
      rule('tcp from 10.0.0.0/8 <<ipv6|ipv4>>'),
      rule('icmpv6 from <<10.0.0.0/8|fd00::/8>>'),
    ],
  },
  'a rule twice (SecurityGroupRuleExists)': {
    OST5001: [
      rule('tcp 80  allow ingress tcp <<80|81>>'),
      rule('tcp 80  allow ingress <<proto 6|udp>> 80'),
      rule('udp  allow ingress udp <<from 0.0.0.0/0|ipv6>>'),
      rule('tcp  allow ingress tcp <<1..65535|ipv6>>'),
      rule('icmpv6  allow ingress <<icmp ipv6|icmp>>'),
    ],
  },
  'stateful and stateless groups on one port': {
    OST5010: [
      tenant(`network n { subnet s 10.0.0.0/24 }  security-group g { stateless }  security-group h { <<|stateless>> }
  vm v on all { port n { security g, h } }`),
    ],
  },
};
