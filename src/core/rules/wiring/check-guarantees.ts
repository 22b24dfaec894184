import { type Finding, createFinding } from '#core/diagnostics';
import { type Network, type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { physicalNetworkOf } from './carried-by.ts';

/** OST5042 bandwidth that no switch keeps, OST5043 bandwidth that is kept above its limit. */
export const checkGuarantees: Rule = ({ topology, network }) =>
  topology.ports.flatMap((port) =>
    (['ingress', 'egress'] as const).flatMap((direction) => [
      ...notProgrammed(port, direction, network(port.network)),
      ...aboveLimit(port, direction),
    ]),
  );

type Direction = 'ingress' | 'egress';

function notProgrammed(port: VmPort, direction: Direction, network: Network | undefined): readonly Finding[] {
  if (port.qos.guaranteedKbps[direction] === undefined || !network) return [];
  const why =
    direction === 'ingress'
      ? `what ${describeElement(port)} receives`
      : physicalNetworkOf(network) === undefined
        ? `what ${describeElement(port)} sends, for ${describeElement(network)} is no VLAN or flat network`
        : undefined;
  if (why === undefined) return [];
  const message = `no agent keeps bandwidth for ${why}: Placement counts it when a host is chosen, and that is all. Remove the guarantee, or take it as a note.`;
  return [createFinding('OST5042', { message, place: placeOf(port, `qos.guaranteed.${direction}`), element: port.id })];
}

function aboveLimit(port: VmPort, direction: Direction): readonly Finding[] {
  const [guaranteed, limit] = [port.qos.guaranteedKbps[direction], port.qos[direction]];
  if (guaranteed === undefined || !limit || guaranteed <= limit.rateKbps) return [];
  const message = `${describeElement(port)} is guaranteed ${String(guaranteed)} kbit/s (${direction}) and may have ${String(limit.rateKbps)}: Neutron refuses such a policy. Guarantee at most the limit.`;
  const related = [{ message: 'the limit', place: placeOf(port, `qos.${direction}`) }];
  return [createFinding('OST5043', { message, place: placeOf(port, `qos.guaranteed.${direction}`), related, element: port.id })];
}
