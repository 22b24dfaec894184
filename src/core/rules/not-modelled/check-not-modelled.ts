import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type Element, type Relations, placeOf } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST9xxx: what the model can say and later stages cannot do, or nobody has verified, is said once each, at the choice itself or at its first use. */
export const checkNotModelled: Rule = ({ topology }) => [...routerKinds(topology), ...networkKinds(topology)];

/** Said at the fabric where it chooses for all, else at the first router that chooses for itself. */
function routerKinds({ fabric, routers }: Relations['topology']): readonly Finding[] {
  const distributed = fabric.dvr ? fabric : routers.find((router) => router.dvr === true);
  return [
    ...(distributed
      ? [
          say(
            'OST9002',
            distributed,
            'dvr',
            '`dvr on` is not modelled yet: routers are planned on the network hosts, and routed packets take the way through them.',
          ),
        ]
      : []),
  ];
}

function networkKinds({ networks, subnets }: Relations['topology']): readonly Finding[] {
  const tunnel = networks.find(({ segment }) => segment.kind === 'overlay' && segment.type !== 'vxlan');
  const provider = networks.find(({ segment }) => segment.kind === 'vlan' || segment.kind === 'flat');
  const ipv6 = subnets.find(({ prefix }) => prefix.address.version === 6);
  return [
    ...(tunnel?.segment.kind === 'overlay'
      ? [
          say(
            'OST9004',
            tunnel,
            'overlay',
            `${tunnel.segment.type} networks are planned, compiled and traced as Neutron describes them, but nobody has compared the result with a real Open vSwitch yet, as has been done for vxlan: check it with \`ostopo lab verify\` before you rely on it.`,
          ),
        ]
      : []),
    ...(provider
      ? [
          say(
            'OST9005',
            provider,
            provider.segment.kind,
            'VLAN and flat networks are planned, compiled and traced as Neutron describes them, but nobody has compared the result with a real Open vSwitch yet, as has been done for vxlan: check it with `ostopo lab verify` before you rely on it.',
          ),
        ]
      : []),
    ...(ipv6
      ? [
          say(
            'OST9007',
            ipv6,
            'cidr',
            'IPv6 is not fully modelled yet: addresses and filters are planned, but router advertisements and DHCPv6 are not, and IPv6 packets are not traced.',
          ),
        ]
      : []),
  ];
}

function say(code: FindingCode, element: Element, property: string, message: string): Finding {
  return createFinding(code, { message, place: placeOf(element, property), element: element.id });
}
