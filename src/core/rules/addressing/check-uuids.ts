import type { Uuid } from '#core/base';
import { type Finding, type FindingParts, createFinding } from '#core/diagnostics';
import { type Element, type Topology, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';
import { pinnablePorts } from './pinnable-ports.ts';

/** OST2033 a UUID twice, OST2034 two ports whose UUIDs start alike and so give one device name. */
export const checkUuids: Rule = (relations) => {
  const ports = pinnablePorts(relations).map(({ element }) => element);
  const alike = findRepeats(ports, ({ uuid }) => uuid?.slice(0, 11)).filter(({ first, repeat }) => first.uuid !== repeat.uuid);
  return [
    ...onBothPlaces(
      findRepeats([...identified(relations.topology, ports), ...trunks(relations.topology)], ({ uuid }) => uuid).map(repeatFinding),
    ),
    ...onBothPlaces(alike.map(deviceFinding)),
  ];
};

type Identified = Element & { readonly uuid: Uuid | undefined };

function identified(
  { tenants, networks, subnets, routers, securityGroups, floatingIps }: Topology,
  ports: readonly Identified[],
): readonly Identified[] {
  return [...tenants, ...networks, ...subnets, ...routers, ...securityGroups, ...floatingIps, ...ports];
}

/** A trunk is written at its parent port: `trunk-id`. */
function trunks({ ports }: Topology): readonly Identified[] {
  return ports.flatMap((port) => {
    const place = port.places.properties['trunk-id'];
    return port.trunkUuid === undefined || !place
      ? []
      : [{ ...port, uuid: port.trunkUuid, places: { ...port.places, properties: { ...port.places.properties, id: place } } }];
  });
}

function repeatFinding({ first, repeat }: Repeat<Identified>): Finding {
  const message = `${describeElement(repeat)} has the UUID of ${describeElement(first)}: devices, namespaces and iptables chains are named after it and would be taken for one another. Correct one of them, or let it be derived.`;
  return createFinding('OST2033', { message, ...where({ first, repeat }) });
}

function deviceFinding({ first, repeat }: Repeat<Identified>): Finding {
  const cut = repeat.uuid?.slice(0, 11) ?? '';
  const message = `the UUIDs of ${describeElement(repeat)} and ${describeElement(first)} both start with ${cut}, and device names keep only these 11 characters (\`tap${cut}\`): on one host the second could not be made. Take another UUID.`;
  return createFinding('OST2034', { message, ...where({ first, repeat }) });
}

function where({ first, repeat }: Repeat<Identified>): Omit<FindingParts, 'message'> {
  return {
    place: placeOf(repeat, 'id'),
    related: [{ message: 'first used here', place: placeOf(first, 'id') }],
    element: repeat.id,
    data: { uuid: repeat.uuid ?? '', other: first.id },
  };
}
