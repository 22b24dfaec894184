import type { ElementId } from '#core/base';
import { type Finding, type FindingParts, createFinding } from '#core/diagnostics';
import type { Relations } from '#core/model';
import { isMulticastMac, printMac } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';
import { type PinnedMac, pinnedMacs } from './pinnable-ports.ts';

/** OST2030 a MAC twice on one network, OST2031 twice in the fabric, OST2032 a multicast or zero MAC. */
export const checkMacs: Rule = (relations) => {
  const macs = pinnedMacs(relations);
  const [unusable, usable] = [macs.filter(isUnusable), macs.filter((pinned) => !isUnusable(pinned))];
  const onNetwork = findRepeats(usable, ({ network, mac }) => `${network} ${String(mac)}`);
  const reported = new Set(onNetwork.map(({ repeat }) => repeat));
  const inFabric = findRepeats(usable, ({ mac }) => mac).filter((pair) => !reported.has(pair.repeat) && !shareTrunk(relations, pair));
  return [...onBothPlaces(onNetwork.map(networkFinding)), ...onBothPlaces(inFabric.map(fabricFinding)), ...unusable.map(unusableFinding)];
};

/** A guest's VLAN devices have the MAC of their card unless told otherwise, and the trunk keeps them apart. */
function shareTrunk({ port }: Relations, { first, repeat }: Repeat<PinnedMac>): boolean {
  const trunkOf = (id: ElementId) => port(id)?.subport?.parent ?? id;
  return trunkOf(first.element.id) === trunkOf(repeat.element.id);
}

function isUnusable({ mac }: PinnedMac): boolean {
  return mac === 0n || isMulticastMac(mac);
}

function networkFinding({ first, repeat }: Repeat<PinnedMac>): Finding {
  const mac = printMac(repeat.mac);
  const message = `${describeElement(repeat.element)} has the MAC ${mac} of ${describeElement(first.element)} on the same network: the switches would learn it now here, now there, and lose packets of both. Give one of them another MAC, or let it be derived.`;
  return createFinding('OST2030', { message, ...where({ first, repeat }) });
}

function fabricFinding({ first, repeat }: Repeat<PinnedMac>): Finding {
  const mac = printMac(repeat.mac);
  const message = `${describeElement(repeat.element)} has the MAC ${mac} of ${describeElement(first.element)} on another network: it works while nothing joins the two on one link. Give one of them another MAC, or let it be derived.`;
  return createFinding('OST2031', { message, ...where({ first, repeat }) });
}

function where({ first, repeat }: Repeat<PinnedMac>): Omit<FindingParts, 'message'> {
  return {
    place: repeat.place,
    related: [{ message: 'first used here', place: first.place }],
    element: repeat.element.id,
    data: { mac: printMac(repeat.mac), other: first.element.id },
  };
}

function unusableFinding({ element, mac, place }: PinnedMac): Finding {
  const why = mac === 0n ? 'is no address at all' : 'is a multicast address: its group bit (the lowest of the first byte) is set';
  const message = `the MAC ${printMac(mac)} of ${describeElement(element)} ${why}, and switches drop frames from it. Take a unicast one such as fa:16:3e:00:00:01, or let it be derived.`;
  return createFinding('OST2032', { message, place, element: element.id, data: { mac: printMac(mac) } });
}
