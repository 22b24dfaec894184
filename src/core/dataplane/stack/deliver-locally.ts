import { type IpAddress, createMac, sameAddress } from '#core/net';
import { type HeaderValues, ICMP, ICMPV6, IP_PROTOCOL, type Packet, type PacketBody, TCP_FLAG, createIpPacket } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from './dhcp-options.ts';
import { receiveAsDhcpClient } from './dhcp-client.ts';
import { receiveAsDhcpServer } from './dhcp-server.ts';
import { sendIcmpError } from './icmp-error.ts';
import { destinationOf, sourceOf } from './ip-packet.ts';
import { isLinkLocal } from './ipv6-groups.ts';
import { sendPacket } from './send-packet.ts';
import { type Listener, type Stack, type StackDevice, deviceWithAddress, sceneOf } from './stack.ts';

/** A packet for the stack itself: it is delivered, and answered as Linux and what listens on it would. */
export function deliverLocally(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { headers } = flight.packet;
  if (headers.ip_proto === IP_PROTOCOL.icmp) return deliverIcmp(network, flight, stack, device);
  if (headers.ip_proto === IP_PROTOCOL.icmpv6) return deliverIcmpv6(network, flight, stack, device);
  if (headers.tcp_dst !== undefined) return deliverTcp(network, flight, stack, device);
  if (headers.udp_dst !== undefined) return deliverUdp(network, flight, stack, device);
  deliver(network, flight, stack, device, `knows no IP protocol ${String(headers.ip_proto)}`);
  sendIcmpError(network, flight, stack, { kind: 'protocol-unreachable' });
}

function deliver(network: Network, flight: Flight, stack: Stack, device: StackDevice, detail: string): void {
  end(network, flight, sceneOf(stack, device), { kind: 'deliver', inDevice: device.name, detail });
}

function deliverIcmp(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const type = flight.packet.headers.icmp_type;
  if (type === ICMP.echoReply) return deliver(network, flight, stack, device, 'has its answer');
  if (type !== ICMP.echoRequest) return deliver(network, flight, stack, device, 'is told why its packet was not delivered');
  deliver(network, flight, stack, device, 'receives the ping');
  const { icmpIdentifier, icmpSequence, data } = flight.packet.body;
  answer(network, flight, stack, { icmp_type: ICMP.echoReply, icmp_code: 0n }, { icmpIdentifier, icmpSequence, data });
}

function deliverIcmpv6(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { icmpv6_type: type = 0n } = flight.packet.headers;
  if (type === ICMPV6.echoReply) return deliver(network, flight, stack, device, 'has its answer');
  if (type < ICMPV6.echoRequest) return deliver(network, flight, stack, device, 'is told why its packet was not delivered');
  if (type !== ICMPV6.echoRequest) return deliver(network, flight, stack, device, `does nothing with ICMPv6 type ${String(type)}`);
  deliver(network, flight, stack, device, 'receives the ping');
  const { icmpIdentifier, icmpSequence, data } = flight.packet.body;
  answer(network, flight, stack, { icmpv6_type: ICMPV6.echoReply, icmpv6_code: 0n }, { icmpIdentifier, icmpSequence, data });
}

function deliverTcp(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { headers, body } = flight.packet;
  const port = Number(headers.tcp_dst ?? 0n);
  if (stack.openSockets.has(`tcp ${String(port)}`)) return deliver(network, flight, stack, device, 'has its answer');
  const isSyn = (body.tcpFlags & (TCP_FLAG.syn | TCP_FLAG.ack)) === TCP_FLAG.syn;
  const listens = isSyn && isListening(stack, 'tcp', port, flight);
  deliver(
    network,
    flight,
    stack,
    device,
    listens ? `accepts the connection on TCP port ${String(port)}` : `has nothing that listens on TCP port ${String(port)}`,
  );
  if ((body.tcpFlags & TCP_FLAG.rst) !== 0) return;
  const tcpAcknowledgement = (body.tcpSequence + body.data.length + (isSyn ? 1 : 0)) >>> 0;
  const tcpFlags = (listens ? TCP_FLAG.syn : TCP_FLAG.rst) | TCP_FLAG.ack;
  answer(network, flight, stack, { tcp_src: headers.tcp_dst ?? 0n, tcp_dst: headers.tcp_src ?? 0n }, { tcpFlags, tcpAcknowledgement });
}

function deliverUdp(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { headers, body } = flight.packet;
  const port = Number(headers.udp_dst ?? 0n);
  if (port === DHCP_SERVER_PORT && stack.dhcp?.interface === device.name)
    return receiveAsDhcpServer(network, flight, stack, device, stack.dhcp);
  if (port === DHCP_CLIENT_PORT && stack.kind === 'guest') return receiveAsDhcpClient(network, flight, stack, device);
  if (stack.openSockets.has(`udp ${String(port)}`)) return deliver(network, flight, stack, device, 'has its answer');
  if (isListening(stack, 'udp', port, flight)) {
    deliver(network, flight, stack, device, `reads it on UDP port ${String(port)}`);
    return answer(network, flight, stack, { udp_src: headers.udp_dst ?? 0n, udp_dst: headers.udp_src ?? 0n }, { data: body.data });
  }
  if (headers.ip_dst === 0xffffffffn)
    return lose(
      network,
      flight,
      sceneOf(stack, device),
      'no-such-listener',
      `nothing in ${stack.name} listens on UDP port ${String(port)}`,
    );
  deliver(network, flight, stack, device, `has nothing that listens on UDP port ${String(port)}`);
  sendIcmpError(network, flight, stack, { kind: 'port-unreachable' });
}

function isListening(stack: Stack, protocol: 'tcp' | 'udp', port: number, { packet }: Flight): boolean {
  if (stack.listens === 'everything') return true;
  const destination = destinationOf(packet);
  const isAt = ({ address }: Listener) => address === undefined || (destination !== undefined && sameAddress(address, destination));
  return stack.listens.some((listener) => listener.protocol === protocol && listener.port === port && isAt(listener));
}

/** The same packet turned round: addresses swapped, TTL 64 again, transport and body as given. What came to a group is answered from an address of the device. */
function answer(network: Network, flight: Flight, stack: Stack, transport: HeaderValues, body: Partial<PacketBody>): void {
  const { packet } = flight;
  const destination = sourceOf(packet);
  const source = destination && sourceOfAnswer(stack, packet, destination);
  if (!source || packet.headers.ip_proto === undefined) return;
  const zero = createMac(0n);
  const turned = createIpPacket({ sourceMac: zero, destinationMac: zero, source, destination }, packet.headers.ip_proto, transport, body);
  sendPacket(network, { message: beginMessage(network, 'answer', flight.message), trail: undefined, packet: turned }, stack);
}

function sourceOfAnswer(stack: Stack, packet: Packet, asker: IpAddress): IpAddress | undefined {
  const asked = destinationOf(packet);
  if (asked && deviceWithAddress(stack, asked)) return asked;
  const own = stack.devices.flatMap(({ addresses }) => addresses).filter(({ address }) => address.version === asker.version);
  return (own.find(({ address }) => isLinkLocal(address) === isLinkLocal(asker)) ?? own[0])?.address;
}
