import { groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Host, type HostBridge, placeOf } from '#core/model';
import { printAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** OST4051: the address of a bridge that another bridge of the host has, or a tunnel of another host. Its own host's tunnel address is where the tunnels end. */
export const checkBridgeAddresses: Rule = ({ topology: { hosts } }) => {
  const byTunnel = groupBy(
    hosts.filter(({ tunnelIp }) => tunnelIp !== undefined),
    ({ tunnelIp }) => (tunnelIp ? printAddress(tunnelIp) : ''),
  );
  return hosts.flatMap((host) => {
    const repeats = findRepeats(host.bridges, addressOf);
    const twice = new Set(repeats.map(({ repeat }) => repeat));
    return [
      ...repeats.map(({ first, repeat }) => onOneHost(first, repeat)),
      ...host.bridges.filter((bridge) => !twice.has(bridge)).flatMap((bridge) => takenFrom(host, bridge, byTunnel)),
    ];
  });
};

function addressOf({ address }: HostBridge): string | undefined {
  return address && printAddress(address.address);
}

function onOneHost(first: HostBridge, repeat: HostBridge): Finding {
  const message = `bridges \`${first.name}\` and \`${repeat.name}\` of one host both have ${addressOf(repeat) ?? ''}: packets for it end on one of them, and answers leave by the other. Give each its own, or remove one.`;
  return createFinding('OST4051', {
    message,
    place: placeOf(repeat, 'ip'),
    related: [{ message: 'the other bridge', place: placeOf(first, 'ip') }],
    element: repeat.id,
  });
}

/** Two hosts with one tunnel address are OST3008. */
function takenFrom(host: Host, bridge: HostBridge, byTunnel: ReadonlyMap<string, readonly Host[]>): readonly Finding[] {
  const address = addressOf(bridge);
  const owners = address === undefined ? [] : (byTunnel.get(address) ?? []);
  const [owner] = owners;
  if (!owner || owners.includes(host)) return [];
  const message = `${describeElement(bridge)} has ${address ?? ''}, the tunnel address of ${describeElement(owner)}: packets of its tunnels end on whichever of the two answers ARP last. Take another address.`;
  return [
    createFinding('OST4051', {
      message,
      place: placeOf(bridge, 'ip'),
      related: [{ message: 'the tunnel address', place: placeOf(owner, 'tunnel-ip') }],
      element: bridge.id,
    }),
  ];
}
