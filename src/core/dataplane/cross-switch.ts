import { type ElementId, assertNever, known } from '#core/base';
import { printAddress } from '#core/net';
import type { Packet } from '#core/packet';
import type { DataplaneEvent, Flight, TrailNode } from './event.ts';
import { type Network, type NetworkHost, hostOf, stackOfPort } from './network.ts';
import type { Place } from './place.ts';
import { capture, drop, forward, lose } from './record.ts';
import type { SwitchEvent, SwitchOutput } from './switch/events.ts';
import { receive } from './switch/receive.ts';
import { isTunnelPacket, sendIntoTunnel } from './underlay.ts';
import { vlanOf, withVlan } from './vlan-tag.ts';

type LearnEvent = Extract<SwitchEvent, { kind: 'learn' }>;

/** Gives a frame to a host's Open vSwitch and sends every copy that comes out on its way. */
export function crossSwitch(network: Network, flight: Flight, place: Extract<Place, { kind: 'switch' }>): void {
  const host = hostOf(network, place.host);
  const input = { bridge: place.bridge, ofport: place.ofport, packet: flight.packet, ...(place.tunnel ? { tunnel: place.tunnel } : {}) };
  const { events, outputs } = receive(host.ovs, input, Math.floor(network.nowMicroseconds / 1_000_000));
  const trail = growTrail(network, host, flight, events);
  for (const output of outputs) {
    const node = known(trail.get(output.event), `switch event ${String(output.event)} of an output`);
    sendOut(network, host, { ...flight, trail: node, packet: output.packet }, output);
  }
}

/** Hangs the switch's events on the flight's trail as the tree they are, and ends the copies that stop inside. */
function growTrail(network: Network, host: NetworkHost, flight: Flight, events: readonly SwitchEvent[]): Map<number, TrailNode> {
  const nodes = new Map<number, TrailNode>();
  for (const event of events) {
    if (event.kind === 'learn') continue;
    const parent = event.parent === undefined ? flight.trail : (nodes.get(event.parent) ?? flight.trail);
    const node: TrailNode = {
      parent,
      event: toDataplaneEvent(host, event, events, parent?.event.packet ?? flight.packet),
      timeMicroseconds: network.nowMicroseconds,
    };
    nodes.set(event.id, node);
    if (node.event.kind === 'drop' || node.event.kind === 'not-modelled') flight.message.ends.push(node);
  }
  return nodes;
}

function toDataplaneEvent(host: NetworkHost, event: SwitchEvent, events: readonly SwitchEvent[], before: Packet): DataplaneEvent {
  const scene = {
    host: host.compiled.plan.name,
    device: event.bridge,
    element: elementOf(host, event),
    packet: packetAfter(event) ?? before,
  };
  if (event.kind === 'drop') return { ...scene, kind: 'drop', code: event.reason, message: event.detail, isLost: false };
  if (event.kind === 'not-modelled') return { ...scene, kind: 'not-modelled', feature: event.detail };
  const learned = events.filter((other): other is LearnEvent => other.kind === 'learn' && other.parent === event.id);
  return { ...scene, kind: 'switch', event, learned };
}

function packetAfter(event: SwitchEvent): Packet | undefined {
  switch (event.kind) {
    case 'table':
      return event.after.packet;
    case 'bridge':
    case 'patch':
    case 'output':
    case 'ct':
      return event.state.packet;
    case 'normal':
    case 'learn':
    case 'drop':
    case 'not-modelled':
      return undefined;
    default:
      return assertNever(event);
  }
}

/** The model element a switch event exists for: the flow's, the port's, else the bridge's. */
function elementOf(host: NetworkHost, event: SwitchEvent): ElementId | undefined {
  if (event.kind === 'table' && event.flow?.origin) return event.flow.origin.element;
  const bridge = host.compiled.plan.bridges.find(({ name }) => name === event.bridge);
  const portName = event.kind === 'output' || event.kind === 'patch' ? event.outPort : event.kind === 'bridge' ? event.inPort : undefined;
  return bridge?.ports.find(({ name }) => name === portName)?.element ?? bridge?.element;
}

function sendOut(network: Network, host: NetworkHost, flight: Flight, output: SwitchOutput): void {
  const { plan } = host.compiled;
  const { port } = output;
  if (!port) return forward(network, flight, { kind: 'host', host: plan.name, bridge: output.bridge });
  switch (port.kind) {
    case 'tunnel': {
      const scene = { host: plan.name, device: port.name, element: port.element };
      if (output.tunnel) return sendIntoTunnel(network, flight, scene, port.type, output.tunnel);
      return drop(network, flight, scene, 'no-tunnel-key', `${port.name} to ${printAddress(port.remoteIp)} was given no tunnel id`);
    }
    case 'uplink':
      return leaveByUplink(network, host, flight, output.bridge, port.device);
    case 'vif':
      return leaveByVif(network, host, flight, port);
    case 'trunk-tap':
      return leaveByTrunk(network, host, flight, port);
    case 'patch':
      return withoutPeer(network, host, flight, port);
    default:
      return assertNever(port);
  }
}

/** The network card of a physical bridge: tunnel packets of this host go to the underlay, everything else onto the physical network's cable. */
function leaveByUplink(network: Network, host: NetworkHost, flight: Flight, bridgeName: string, device: string): void {
  const { plan } = host.compiled;
  const bridge = known(
    plan.bridges.find(({ name }) => name === bridgeName),
    `a bridge ${bridgeName}`,
  );
  if (plan.tunnel?.bridge === bridgeName && (isFromTunnelEndpoint(flight) || isOwnTunnelPacket(network, host, flight))) {
    capture(network, flight, undefined, 'underlay');
    return forward(network, flight, { kind: 'underlay', fromHost: plan.name });
  }
  if (bridge.physicalNetwork !== undefined) {
    return forward(network, flight, { kind: 'wire', physicalNetwork: bridge.physicalNetwork, from: { kind: 'host', host: plan.name } });
  }
  drop(
    network,
    flight,
    { host: plan.name, device, element: bridge.element },
    'no-such-port',
    `${device} of ${bridgeName} belongs to no physical network`,
  );
}

/** Whether the frame was put into a tunnel and not yet taken out again. */
function isFromTunnelEndpoint(flight: Flight): boolean {
  for (let node = flight.trail; node; node = node.parent) {
    if (node.event.kind === 'encapsulate') return true;
    if (node.event.kind === 'decapsulate') return false;
  }
  return false;
}

/** Whether a frame that was put in at a bridge is such a tunnel packet as the host itself sends. */
function isOwnTunnelPacket(network: Network, { compiled: { plan } }: NetworkHost, flight: Flight): boolean {
  let first = flight.trail;
  while (first?.parent) first = first.parent;
  const isPutIn = first?.event.kind === 'switch';
  return isPutIn && flight.packet.headers.ip_src === plan.tunnel?.address.address.value && isTunnelPacket(network, flight);
}

type VifPort = Extract<NonNullable<SwitchOutput['port']>, { kind: 'vif' }>;

function leaveByVif(network: Network, host: NetworkHost, flight: Flight, port: VifPort): void {
  const { plan } = host.compiled;
  switch (port.attachment) {
    case 'hybrid': {
      const plug = known(
        plan.hybridPlugs.find(({ qvo }) => qvo === port.name),
        `a hybrid plug of ${port.name}`,
      );
      return forward(network, flight, { kind: 'linux-bridge', host: plan.name, plug, from: 'qvb' });
    }
    case 'tap': {
      capture(network, flight, plan.name, port.name);
      const guest = stackOfPort(network, port.element);
      if (guest) return forward(network, flight, { kind: 'stack', stack: guest.stack.key, device: guest.device.name });
      return drop(network, flight, { host: plan.name, device: port.name, element: port.element }, 'no-guest', `no VM reads ${port.name}`);
    }
    case 'internal': {
      if (port.namespace !== undefined)
        return forward(network, flight, { kind: 'stack', stack: `${plan.name}/${port.namespace}`, device: port.name });
      return drop(
        network,
        flight,
        { host: plan.name, device: port.name, element: port.element },
        'no-such-port',
        `${port.name} is in no namespace`,
      );
    }
    case 'patch':
      return withoutPeer(network, host, flight, port);
    default:
      return assertNever(port);
  }
}

/** The switch itself follows patches: one that comes this far leads nowhere. */
function withoutPeer(
  network: Network,
  { compiled: { plan } }: NetworkHost,
  flight: Flight,
  { name, element }: NonNullable<SwitchOutput['port']>,
): void {
  drop(network, flight, { host: plan.name, device: name, element }, 'no-such-port', `${name} has no peer`);
}

/** A guest with a trunk has a device for each VLAN, and one for what is untagged. */
function leaveByTrunk(
  network: Network,
  { compiled: { plan } }: NetworkHost,
  flight: Flight,
  port: Extract<NonNullable<SwitchOutput['port']>, { kind: 'trunk-tap' }>,
): void {
  capture(network, flight, plan.name, port.name);
  const scene = { host: plan.name, device: port.name, element: port.element };
  const guest = stackOfPort(network, port.element);
  if (!guest) return drop(network, flight, scene, 'no-guest', `no VM reads ${port.name}`);
  const vlan = vlanOf(flight.packet);
  const device = guest.stack.devices.find(({ vlan: own, captureDevice }) => own === vlan && captureDevice === port.name);
  if (!device) {
    const what = vlan === undefined ? 'untagged frames' : `frames of VLAN ${String(vlan)}`;
    return lose(network, flight, scene, 'unexpected-vlan-tag', `${guest.stack.name} has no device for ${what} on ${port.name}`);
  }
  forward(
    network,
    { ...flight, packet: withVlan(flight.packet, undefined) },
    { kind: 'stack', stack: guest.stack.key, device: device.name },
  );
}
