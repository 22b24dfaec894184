import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type Element, type Relations, placeOf, routerModes } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST9xxx: what the model can say and later stages cannot do is said once each, at the choice itself or at its first use. */
export const checkNotModelled: Rule = ({ topology }) => [
  ...routerKinds(topology),
  ...networkKinds(topology),
  ...portKinds(topology),
];

/** Said at the fabric where it chooses for all, else at the first router that chooses for itself. */
function routerKinds({ fabric, routers }: Relations['topology']): readonly Finding[] {
  const both = routers.find((router) => {
    const { distributed, highlyAvailable } = routerModes(fabric, router);
    return distributed && highlyAvailable;
  });
  return [
    ...(both
      ? [
          say(
            'OST9002',
            both,
            'name',
            'a router that is distributed and highly available is planned as a distributed one: its source NAT is on one network host, without a standby.',
          ),
        ]
      : []),
  ];
}

function networkKinds({ subnets }: Relations['topology']): readonly Finding[] {
  const asking = subnets.find(({ ipv6Mode }) => ipv6Mode === 'dhcpv6-stateful' || ipv6Mode === 'dhcpv6-stateless');
  return [
    ...(asking
      ? [
          say(
            'OST9007',
            asking,
            'ipv6',
            'DHCPv6 is planned and its files are written, but traces and labs give guests their addresses without asking for them.',
          ),
        ]
      : []),
  ];
}

function portKinds({ ports }: Relations['topology']): readonly Finding[] {
  const direct = ports.find(({ binding, adminUp }) => binding !== 'normal' && !adminUp);
  return [
    ...(direct
      ? [
          say(
            'OST9040',
            direct,
            'admin-state',
            'the SR-IOV agent switches a virtual function off at its card, and the scripts do not: they name the port as if it were up.',
          ),
        ]
      : []),
  ];
}

function say(code: FindingCode, element: Element, property: string, message: string): Finding {
  return createFinding(code, { message, place: placeOf(element, property), element: element.id });
}
