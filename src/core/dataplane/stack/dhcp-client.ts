import { BROADCAST_MAC, type IpAddress, type MacAddress, addressBytes, createAddress, printAddress } from '#core/net';
import {
  DHCP_TYPE,
  type DhcpOption,
  ETHERTYPE,
  IP_PROTOCOL,
  type Packet,
  createPacket,
  decodeDhcpMessage,
  dhcpType,
  encodeDhcpMessage,
  fromBytes,
} from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from './dhcp-options.ts';
import { emitFrame } from './emit-frame.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

/** The first message of a client that has no address yet, to everybody. The transaction id is made from the MAC: the emulator draws no random numbers. */
export function createDhcpDiscover(mac: MacAddress): Packet {
  return createClientMessage(mac, [{ code: 53, value: [DHCP_TYPE.discover] }]);
}

/** An OFFER for one's own MAC is answered with the REQUEST for it; ACK and NAK end the exchange. */
export function receiveAsDhcpClient(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const scene = sceneOf(stack, device);
  const message = decodeDhcpMessage(flight.packet.body.data);
  if (message?.clientMac !== device.mac)
    return lose(network, flight, scene, 'not-for-me', `${stack.name} has not asked for this DHCP message`);
  const offered = printAddress(message.yourAddress);
  const type = dhcpType(message);
  const detail =
    type === DHCP_TYPE.offer
      ? `is offered ${offered}`
      : type === DHCP_TYPE.ack
        ? `has the address ${offered} now`
        : 'is refused an address';
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail });
  const server = message.options.find(({ code }) => code === 54)?.value;
  if (type !== DHCP_TYPE.offer || !server) return;
  const request = createClientMessage(device.mac, [
    { code: 53, value: [DHCP_TYPE.request] },
    { code: 50, value: addressBytes(message.yourAddress) },
    { code: 54, value: server },
  ]);
  const serverAddress: IpAddress = createAddress(4, fromBytes(Uint8Array.from(server), 0, 4));
  const answer = { message: beginMessage(network, 'answer', flight.message), trail: undefined, packet: request };
  emitFrame(network, answer, stack, device, `asks ${printAddress(serverAddress)} for ${offered}`);
}

function createClientMessage(mac: MacAddress, options: readonly DhcpOption[]): Packet {
  const unspecified = createAddress(4, 0n);
  const data = encodeDhcpMessage({
    op: 1,
    transactionId: Number(mac & 0xffffffffn),
    clientAddress: unspecified,
    yourAddress: unspecified,
    serverAddress: unspecified,
    clientMac: mac,
    options,
  });
  const headers = {
    eth_src: mac,
    eth_dst: BROADCAST_MAC,
    eth_type: ETHERTYPE.ipv4,
    ip_proto: IP_PROTOCOL.udp,
    ip_dscp: 0n,
    ip_ecn: 0n,
    ip_ttl: 64n,
    ip_src: 0n,
    ip_dst: 0xffffffffn,
    udp_src: BigInt(DHCP_CLIENT_PORT),
    udp_dst: BigInt(DHCP_SERVER_PORT),
  };
  return createPacket(headers, { data });
}
