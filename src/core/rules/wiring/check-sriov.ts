import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type SriovMapping, type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { physicalNetworkOf } from './carried-by.ts';

/** OST4017 a port with `binding direct` or `macvtap` and no card to take it from, OST4018 a card without a device. */
export const checkSriov: Rule = (relations) => [
  ...compact(relations.topology.ports.map((port) => withoutCard(relations, port))),
  ...relations.topology.hosts.flatMap(({ sriov }) => sriov.filter(({ devices }) => devices.length === 0).map(withoutDevice)),
];

function withoutCard({ vm: vmOf, host: hostOf, network: networkOf }: Relations, port: VmPort): Finding | undefined {
  if (port.binding === 'normal') return undefined;
  const network = networkOf(port.network);
  const vm = vmOf(port.vm);
  const host = vm?.host === undefined ? undefined : hostOf(vm.host);
  if (!network || !host) return undefined;
  const report = (message: string, related: Finding['related']) =>
    createFinding('OST4017', { message, place: placeOf(port, 'binding'), related, element: port.id });
  const name = `${describeElement(port)} has \`binding ${port.binding}\``;
  if (network.segment.kind !== 'vlan' && network.segment.kind !== 'flat') {
    return report(
      `${name}, but ${describeElement(network)} is no VLAN or flat network: a virtual function sends its frames to the wire as they are, without a tunnel. Take another network, or \`binding normal\`.`,
      [{ message: 'the network', place: network.places.name }],
    );
  }
  const physical = physicalNetworkOf(network);
  if (physical === undefined || host.sriov.some((card) => card.physicalNetwork === physical)) return undefined;
  return report(
    `${name}, but ${describeElement(host)} has no SR-IOV card on \`${physical}\`: no virtual function can be given to the VM, and it does not start there. Write \`sriov ${physical} { device DEV }\` at the host, or put the VM on one that has it.`,
    [{ message: 'the host', place: host.places.name }],
  );
}

function withoutDevice(card: SriovMapping): Finding {
  const message = `${describeElement(card)} names no device: no virtual function can be taken from it. Write \`device\` and the name of the network card.`;
  return createFinding('OST4018', { message, place: card.places.name, element: card.id });
}
