import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type Relations, type VmPort, countIpv4, placeOf } from '#core/model';
import { type IpAddress, printAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** OST2060 IPv6, OST2061 two guests of one host, OST2062 not one address to translate into, OST2063 no static translation beside the Open vSwitch firewall, OST2064 SR-IOV. */
export const checkLocalIps: Rule = (relations) => {
  const ports = relations.topology.ports.filter(({ localIps }) => localIps.length > 0);
  return [
    ...ports.flatMap((port) => [...values(port), ...target(relations, port), ...pastTheSwitch(port)]),
    ...twice(relations, ports),
    ...untracked(relations, ports),
  ];
};

function report(
  code: FindingCode,
  port: VmPort,
  message: string,
  address: IpAddress | undefined,
  related: Finding['related'] = [],
): Finding {
  const data = address ? { address: printAddress(address) } : {};
  return createFinding(code, { message, place: placeOf(port, 'local-ip'), related, element: port.id, data });
}

function values(port: VmPort): readonly Finding[] {
  return port.localIps
    .filter(({ version }) => version === 6)
    .map((address) =>
      report(
        'OST2060',
        port,
        `${printAddress(address)} cannot be a Local IP of ${describeElement(port)}: they are of IPv4. Take such an address.`,
        address,
      ),
    );
}

function target(relations: Relations, port: VmPort): readonly Finding[] {
  const count = countIpv4(relations, port);
  if (count === 1) return [];
  const what = count > 0 ? 'several IPv4 addresses, and Neutron wants to know which' : 'no IPv4 address';
  return [report('OST2062', port, `${describeElement(port)} has a Local IP and ${what}. Give it one.`, undefined)];
}

function pastTheSwitch(port: VmPort): readonly Finding[] {
  if (port.binding === 'normal') return [];
  const message = `nobody is led to ${describeElement(port)} by its Local IP: with \`binding ${port.binding}\` it is no port of br-int. Remove the Local IP, or take \`binding normal\`.`;
  return [report('OST2064', port, message, undefined, [{ message: 'past the switch', place: placeOf(port, 'binding') }])];
}

function twice({ vm: vmOf }: Relations, ports: readonly VmPort[]): readonly Finding[] {
  const all = ports.flatMap((port) => port.localIps.map((address) => ({ port, address, host: vmOf(port.vm)?.host })));
  const keyOf = ({ port, address, host }: (typeof all)[number]) =>
    host === undefined ? undefined : [host, port.network, printAddress(address)].join(' ');
  return findRepeats(all, keyOf).map(({ first, repeat: { port, address } }) => {
    const message = `${printAddress(address)} leads to ${describeElement(port)} and to ${describeElement(first.port)} on one host: which of them a packet takes is not settled. Let it lead to one of them.`;
    return report('OST2061', port, message, address, [{ message: 'the other one', place: placeOf(first.port, 'local-ip') }]);
  });
}

function untracked({ topology: { fabric } }: Relations, [port]: readonly VmPort[]): readonly Finding[] {
  if (!port || fabric.firewall !== 'openvswitch' || fabric.localIpStaticNat) return [];
  const message =
    'with `firewall openvswitch` the agent does not start with Local IPs that connection tracking translates. Write `local-ip-static-nat on` in the fabric.';
  return [report('OST2063', port, message, undefined, [{ message: 'the fabric', place: fabric.places.name }])];
}
