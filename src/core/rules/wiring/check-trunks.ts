import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type SubportFault, type VmPort, networkMtu, placeOf, subportFault } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4034 a port that cannot be a subport, OST4035 one without a VLAN of its own, OST4036 one whose frames are too large for the trunk, OST4038 a trunk beside the hybrid firewall. */
export const checkTrunks: Rule = (relations) =>
  compact(relations.topology.ports.flatMap((port) => (port.subport ? [cannotBe(relations, port), tooLarge(relations, port)] : [])));

function cannotBe(relations: Relations, port: VmPort): Finding | undefined {
  const fault = subportFault(relations, port);
  const parent = port.subport && relations.port(port.subport.parent);
  if (fault === undefined || !parent) return undefined;
  if (fault === 'no-vlan' && port.places.properties['subport-of.vlan']) return undefined; // one is written, and told of as unreadable
  const isOfVlan = fault === 'no-vlan' || fault === 'vlan-range' || fault === 'vlan-taken';
  return createFinding(fault === 'hybrid-firewall' ? 'OST4038' : isOfVlan ? 'OST4035' : 'OST4034', {
    message: `${describeElement(port)} ${explain(relations, fault, port, parent)}`,
    place: isOfVlan ? vlanPlace(port) : placeOf(port, fault === 'binding' ? 'binding' : 'subport-of'),
    related: fault === 'own-parent' ? [] : [{ message: 'the parent of the trunk', place: parent.places.name }],
    element: port.id,
    data: { fault },
  });
}

function vlanPlace(port: VmPort) {
  return port.places.properties['subport-of.vlan'] ?? placeOf(port, 'subport-of');
}

function explain(relations: Relations, fault: SubportFault, { subport, binding }: VmPort, parent: VmPort): string {
  const trunk = `the trunk of ${describeElement(parent)}`;
  switch (fault) {
    case 'hybrid-firewall':
      return `is a subport, and \`firewall iptables-hybrid\` filters only the tap of ${trunk}: what is tagged would pass unfiltered, so Neutron does not support the two together. Write \`firewall openvswitch\` in the fabric, or make it a port of its own.`;
    case 'own-parent':
      return 'is a subport of itself: nothing carries its frames to the guest. Name another port of the vm.';
    case 'nested':
      return `is a subport of one that is itself a subport: Neutron has no trunks inside trunks. Name the parent of ${describeElement(parent)}.`;
    case 'parent-binding':
      return `is a subport of one with \`binding ${parent.binding}\`, which has no tap and no trunk. Give ${describeElement(parent)} \`binding normal\`, or make this a port of its own.`;
    case 'binding':
      return `is a subport and has \`binding ${binding}\`: its frames come by ${trunk}, no virtual function is its own. Write \`binding normal\`, or make it a port of its own.`;
    case 'no-vlan':
      return `has no VLAN in ${trunk}: the guest could not tell its frames from the parent's. Write \`vlan\` and a number from 1 to 4094 behind \`subport-of\`.`;
    case 'vlan-range':
      return `has VLAN ${String(subport?.vlan)} in ${trunk}, and there are 1..4094: no tag can carry it. Take one of these.`;
    case 'vlan-taken': {
      const first = relations.subportsOf(parent.id).find((other) => other.subport?.vlan === subport?.vlan);
      return `has VLAN ${String(subport?.vlan)} of ${first ? describeElement(first) : 'another'} in ${trunk}: the guest could not tell them apart. Take another VLAN.`;
    }
  }
}

/** Neutron refuses it (SubPortMtuGreaterThanTrunkPortMtu): the frames go through the parent's tap. */
function tooLarge(relations: Relations, port: VmPort): Finding | undefined {
  const parent = port.subport && relations.port(port.subport.parent);
  const [own, theirs] = [relations.network(port.network), parent && relations.network(parent.network)];
  if (!parent || !own || !theirs || parent.id === port.id) return undefined;
  const [mtu, most] = [networkMtu(relations.topology, own), networkMtu(relations.topology, theirs)];
  if (mtu <= most) return undefined;
  return createFinding('OST4036', {
    message: `${describeElement(port)} is on a network with MTU ${String(mtu)}, and its frames go by ${describeElement(parent)}, whose network has ${String(most)}: full-size packets would not fit the tap, and Neutron refuses the trunk. Write \`mtu ${String(most)}\` at ${describeElement(own)}, or raise that of ${describeElement(theirs)}.`,
    place: placeOf(port, 'subport-of'),
    related: [
      { message: `has MTU ${String(mtu)}`, place: placeOf(own, 'mtu') },
      { message: `has MTU ${String(most)}`, place: placeOf(theirs, 'mtu') },
    ],
    element: port.id,
    data: { mtu, most, network: own.id },
  });
}
