import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type Element, type Relations, placeOf } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST9xxx: what the model can say and later stages cannot do is said once each, at the choice itself or at its first use. */
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

function networkKinds({ subnets }: Relations['topology']): readonly Finding[] {
  const ipv6 = subnets.find(({ prefix }) => prefix.address.version === 6);
  return [
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
