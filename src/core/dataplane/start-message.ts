import type { Packet } from '#core/packet';
import type { Message } from './event.ts';
import { type Network, beginMessage } from './network.ts';
import { forward } from './record.ts';
import { emitFrame } from './stack/emit-frame.ts';
import { sendPacket } from './stack/send-packet.ts';
import type { Stack, StackDevice } from './stack/stack.ts';

/** A program on a stack sends an IPv4 packet: routing and ARP fill in the MACs. Work it off with `runNetwork`. */
export function startPacket(network: Network, stack: Stack, packet: Packet): Message {
  const { tcp_src, udp_src } = packet.headers;
  if (tcp_src !== undefined) stack.openSockets.add(`tcp ${String(tcp_src)}`);
  if (udp_src !== undefined) stack.openSockets.add(`udp ${String(udp_src)}`);
  const message = beginMessage(network, 'request', undefined);
  sendPacket(network, { message, trail: undefined, packet }, stack);
  return message;
}

/** A frame leaves a device of a stack exactly as it is given; `detail` says in words what it is for. */
export function startFrame(network: Network, stack: Stack, device: StackDevice, frame: Packet, detail = 'sends this frame'): Message {
  const message = beginMessage(network, 'request', undefined);
  emitFrame(network, { message, trail: undefined, packet: frame }, stack, device, detail);
  return message;
}

/** A frame appears at a port of a bridge as if it had just come in there. */
export function startAtSwitch(
  network: Network,
  port: { readonly host: string; readonly bridge: string; readonly ofport: number },
  frame: Packet,
): Message {
  const message = beginMessage(network, 'request', undefined);
  forward(
    network,
    { message, trail: undefined, packet: frame },
    { kind: 'switch', host: port.host, bridge: port.bridge, ofport: port.ofport, tunnel: undefined },
  );
  return message;
}

/** Forgets every connection and socket, so that the next packet is the first of its conversation; what was learnt of addresses stays. */
export function forgetConnections(network: Network): void {
  for (const host of network.hosts.values()) host.connections.connections.clear();
  for (const stack of network.stacks.values()) {
    stack.filter.connections.connections.clear();
    stack.openSockets.clear();
  }
}
