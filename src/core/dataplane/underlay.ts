import { type IpAddress, type MacAddress, createAddress, createMac, printAddress, sameAddress } from '#core/net';
import { type Encapsulation, decapsulate, encapsulate, ipLength } from '#core/packet';
import { type HostPlan, tunnelTypeOf, tunnelUdpPort } from '#core/plan';
import type { Flight } from './event.ts';
import { type Network, type NetworkHost, hostOf } from './network.ts';
import { type Scene, capture, drop, forward, lose, record } from './record.ts';
import { LOCAL_OFPORT, type SwitchOutput } from './switch/events.ts';

/**
 * Encapsulates a frame that left through a tunnel port and hands it to the host's routing: to the bridge that carries the tunnel address, or straight to a
 * network card that is none of our business. A packet larger than the underlay carries ends here, for its outer header forbids fragments.
 */
export function sendIntoTunnel(
  network: Network,
  flight: Flight,
  scene: Scene,
  type: Encapsulation['type'],
  tunnel: NonNullable<SwitchOutput['tunnel']>,
): void {
  const { fabric } = network.compiled.deployment;
  const outer = encapsulate(flight.packet, {
    type,
    tunnelId: BigInt(tunnel.tunId),
    udpPort: tunnelUdpPort(fabric, type),
    localIp: tunnel.localIp,
    remoteIp: tunnel.remoteIp,
    localMac: underlayMac(tunnel.localIp),
    remoteMac: underlayMac(tunnel.remoteIp),
  });
  const outerBytes = ipLength(outer) ?? 0;
  const detail = { type, tunnelId: tunnel.tunId, localIp: tunnel.localIp, remoteIp: tunnel.remoteIp, outerBytes };
  const sent = record(network, flight, scene, { kind: 'encapsulate', ...detail }, outer);
  const mtuBytes = fabric.underlay?.mtuBytes;
  if (mtuBytes !== undefined && outerBytes > mtuBytes) {
    const sizes = `${String(ipLength(flight.packet) ?? 0)} bytes of IP make an outer packet of ${String(outerBytes)}, the underlay carries ${String(mtuBytes)}`;
    return drop(network, sent, scene, 'underlay-mtu', `${sizes}, and the outer header says do not fragment`);
  }
  const { plan } = hostOf(network, scene.host ?? '').compiled;
  if (plan.tunnel?.bridge !== undefined) {
    return forward(network, sent, { kind: 'switch', host: plan.name, bridge: plan.tunnel.bridge, ofport: LOCAL_OFPORT, tunnel: undefined });
  }
  capture(network, sent, undefined, 'underlay');
  forward(network, sent, { kind: 'underlay', fromHost: plan.name });
}

/** Carries an outer packet to the host that has its destination address. */
export function crossUnderlay(network: Network, flight: Flight, fromHost: string): void {
  const destination = createAddress(4, flight.packet.headers.ip_dst ?? 0n);
  const scene = { host: undefined, device: 'underlay', element: network.compiled.deployment.fabric.id };
  const host = [...network.hosts.values()].find(
    ({ compiled: { plan } }) => plan.tunnel && sameAddress(plan.tunnel.address.address, destination),
  );
  if (!host || host.compiled.plan.name === fromHost) {
    return lose(network, flight, scene, 'no-such-host', `no other host has the tunnel address ${printAddress(destination)}`);
  }
  const { plan } = host.compiled;
  const carried = record(network, flight, scene, { kind: 'underlay', toHost: plan.name });
  if (plan.tunnel?.bridge === undefined) return takeOutOfTunnel(network, carried, host);
  const bridge = plan.bridges.find(({ name }) => name === plan.tunnel?.bridge);
  const uplink = bridge?.ports.find(({ kind }) => kind === 'uplink');
  if (bridge && uplink)
    return forward(network, carried, { kind: 'switch', host: plan.name, bridge: bridge.name, ofport: uplink.ofport, tunnel: undefined });
  const place = { host: plan.name, device: plan.tunnel.bridge, element: plan.id };
  lose(network, carried, place, 'no-uplink', `the tunnel address of ${plan.name} is on ${plan.tunnel.bridge}, which has no network card`);
}

/** Gives the inner frame of a packet that reached its tunnel endpoint to the tunnel port of its sender. */
export function takeOutOfTunnel(network: Network, flight: Flight, host: NetworkHost): void {
  const { plan } = host.compiled;
  const source = createAddress(4, flight.packet.headers.ip_src ?? 0n);
  const type = tunnelTypeOf(network.compiled.deployment.fabric, flight.packet.headers);
  const port = findTunnelPort(plan, source, type);
  const scene = { host: plan.name, device: port?.name ?? plan.name, element: port?.element ?? plan.id };
  const opened = port && decapsulate(flight.packet, port.type);
  if (!opened)
    return lose(network, flight, scene, 'no-such-tunnel', `${plan.name} has no tunnel port for packets from ${printAddress(source)}`);
  const tunnelId = Number(opened.tunnelId);
  const detail = { kind: 'decapsulate', type: port.type, tunnelId, localIp: port.localIp, remoteIp: port.remoteIp } as const;
  const tunnel = { tunId: tunnelId, srcIp: source, dstIp: port.localIp };
  const inner = record(network, flight, scene, detail, opened.inner);
  forward(network, inner, { kind: 'switch', host: plan.name, bridge: port.bridge, ofport: port.ofport, tunnel });
}

/** Two hosts may have tunnels of several types between them, for networks of several types. */
function findTunnelPort(plan: HostPlan, remote: IpAddress, type: Encapsulation['type'] | undefined) {
  for (const bridge of plan.bridges) {
    for (const port of bridge.ports) {
      if (port.kind === 'tunnel' && port.type === type && sameAddress(port.remoteIp, remote)) return { ...port, bridge: bridge.name };
    }
  }
  return undefined;
}

/** Whether an IP packet is one of a tunnel of this fabric, by its protocol and UDP port. */
export function isTunnelPacket({ compiled }: Network, { packet }: Flight): boolean {
  return tunnelTypeOf(compiled.deployment.fabric, packet.headers) !== undefined;
}

/** The MAC of the card that has an underlay address: the model does not name it, so it is a locally administered one made from the address. */
export function underlayMac(address: IpAddress): MacAddress {
  return createMac((0x0200n << 32n) | (address.value & 0xffffffffn));
}
