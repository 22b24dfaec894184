import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Fabric, type Host, placeOf } from '#core/model';
import { isHostAddress, prefixContains, printAddress, printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';
import { hasOpenVswitch } from '../wiring/has-open-vswitch.ts';

/** OST3006 no underlay, OST3007 no tunnel address, OST3008 twice, OST3009 outside the underlay, OST3010 network or broadcast address. */
export const checkTunnelAddresses: Rule = ({ topology: { fabric, hosts, networks } }) => {
  const switches = hosts.filter(hasOpenVswitch);
  const overlay = networks.find(({ segment }) => segment.kind === 'overlay');
  const isTunnelled = overlay !== undefined && switches.length > 1; // a lone host needs no tunnel
  const addressed = hosts.filter((host) => host.tunnelIp !== undefined);
  return [
    ...(isTunnelled && !fabric.underlay ? [noUnderlay(fabric, switches)] : []),
    ...(isTunnelled && (fabric.underlay ?? addressed.length > 0)
      ? switches.filter((host) => !isAddressed(host)).map((host) => missing(host, overlay.name))
      : []),
    ...onBothPlaces(findRepeats(addressed, (host) => host.tunnelIp && printAddress(host.tunnelIp)).map(repeatFinding)),
    ...compact(addressed.map((host) => misplaced(fabric, host))),
  ];
};

/** One that is written and cannot be read is told of that (OST1002). */
function isAddressed({ tunnelIp, places }: Host): boolean {
  return tunnelIp !== undefined || places.properties['tunnel-ip'] !== undefined;
}

function noUnderlay(fabric: Fabric, switches: readonly Host[]): Finding {
  const message = `${describeElement(fabric)} has overlay networks and ${String(switches.length)} hosts that run them, but no \`underlay\`: without tunnels their guests reach only guests of their own host. Write \`underlay CIDR { mtu N }\` and give each host a \`tunnel-ip\` in it.`;
  return createFinding('OST3006', { message, place: placeOf(fabric, 'overlay'), element: fabric.id });
}

function missing(host: Host, network: string): Finding {
  const message = `${describeElement(host)} has no \`tunnel-ip\`: no tunnel leads to it, so what runs there is cut off from the rest of overlay networks such as \`${network}\`. Write \`tunnel-ip ADDRESS\` with a free address of the underlay.`;
  return createFinding('OST3007', { message, place: host.places.name, element: host.id });
}

function repeatFinding({ first, repeat }: Repeat<Host>): Finding {
  const address = repeat.tunnelIp ? printAddress(repeat.tunnelIp) : '';
  const message = `${describeElement(repeat)} has the tunnel address ${address} of ${describeElement(first)}: tunnels to it end on whichever host answers ARP last. Give each host its own; until then only the first has tunnels.`;
  return createFinding('OST3008', {
    message,
    place: placeOf(repeat, 'tunnel-ip'),
    related: [{ message: 'first used here', place: placeOf(first, 'tunnel-ip') }],
    element: repeat.id,
    data: { address, other: first.id },
  });
}

function misplaced(fabric: Fabric, host: Host): Finding | undefined {
  if (!fabric.underlay || !host.tunnelIp) return undefined;
  const { prefix } = fabric.underlay;
  const address = printAddress(host.tunnelIp);
  const parts = {
    place: placeOf(host, 'tunnel-ip'),
    related: [{ message: `the underlay is ${printPrefix(prefix)}`, place: placeOf(fabric, 'underlay') }],
    element: host.id,
    data: { address },
  };
  if (!prefixContains(prefix, host.tunnelIp)) {
    const message = `the tunnel address ${address} of ${describeElement(host)} lies outside the underlay ${printPrefix(prefix)}: the other hosts have no route to it, so its tunnels carry nothing. Take a free address of the underlay.`;
    return createFinding('OST3009', { message, ...parts });
  }
  if (isHostAddress(prefix, host.tunnelIp)) return undefined;
  const which = host.tunnelIp.value === prefix.address.value ? 'network' : 'broadcast';
  const message = `the tunnel address ${address} of ${describeElement(host)} is the ${which} address of the underlay ${printPrefix(prefix)}: no host can have it. Take an address between the two ends.`;
  return createFinding('OST3010', { message, ...parts });
}
