import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type Element, type Relations, placeOf } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST9xxx: what the model can say and later stages cannot do is said once each, at its first use. */
export const checkNotModelled: Rule = ({ topology }) => [
  ...networkKinds(topology),
  ...portKinds(topology),
  ...trackedLocalIps(topology),
  ...agentDhcp(topology),
];

/** With distributed DHCP there are no files, which OST9052 says. */
function networkKinds({ fabric, subnets }: Relations['topology']): readonly Finding[] {
  if (fabric.distributedDhcp) return [];
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
    ...ratesOfCards(ports),
  ];
}

function agentDhcp({ fabric }: Relations['topology']): readonly Finding[] {
  if (!fabric.distributedDhcp) return [];
  return [
    say(
      'OST9052',
      fabric,
      'distributed-dhcp',
      'what guests ask by DHCP goes to the Open vSwitch agent, and neither scripts nor labs run one: guests have their addresses from elsewhere, and a trace of `dhcp` is not modelled.',
    ),
  ];
}

function trackedLocalIps({ fabric, ports }: Relations['topology']): readonly Finding[] {
  const port = ports.find(({ localIps }) => localIps.length > 0);
  if (!port || fabric.localIpStaticNat || fabric.firewall === 'openvswitch') return [];
  return [
    say(
      'OST9051',
      port,
      'local-ip',
      'translation by connection tracking (`ct(…,nat)`) is in the flows, and traces do not follow it. With `local-ip-static-nat on` they do.',
    ),
  ];
}

function ratesOfCards(ports: Relations['topology']['ports']): readonly Finding[] {
  const limited = ports.find(({ binding, qos }) => binding !== 'normal' && (qos.egress ?? qos.guaranteedKbps.egress) !== undefined);
  if (!limited) return [];
  const property = limited.qos.egress ? 'qos.egress' : 'qos.guaranteed.egress';
  return [
    say(
      'OST9050',
      limited,
      property,
      'the SR-IOV agent sets the rates of a virtual function at its card, and the scripts do not: the card lets through what it likes.',
    ),
  ];
}

function say(code: FindingCode, element: Element, property: string, message: string): Finding {
  return createFinding(code, { message, place: placeOf(element, property), element: element.id });
}
