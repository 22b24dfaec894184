import { type IpAddress, createAddress, prefixContains, printAddress, printMac } from '#core/net';
import {
  DHCP_TYPE,
  type DhcpMessage,
  ETHERTYPE,
  IP_PROTOCOL,
  createPacket,
  decodeDhcpMessage,
  dhcpType,
  encodeDhcpMessage,
} from '#core/packet';
import type { DhcpPlan, PlannedSubnet, PortOptions } from '#core/plan';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, dhcpOptions } from './dhcp-options.ts';
import { withPortOptions } from './dhcp-port-options.ts';
import { emitFrame } from './emit-frame.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

/** Answers DISCOVER and REQUEST of the MACs that Neutron listed, as dnsmasq with `static` ranges does: strangers get no answer. */
export function receiveAsDhcpServer(network: Network, flight: Flight, stack: Stack, device: StackDevice, plan: DhcpPlan): void {
  const scene = sceneOf(stack, device);
  const message = decodeDhcpMessage(flight.packet.body.data);
  const type = message && dhcpType(message);
  if (!message || (type !== DHCP_TYPE.discover && type !== DHCP_TYPE.request)) {
    return lose(network, flight, scene, 'dhcp-ignored', `dnsmasq does nothing with DHCP message type ${String(type ?? 'none')}`);
  }
  const lease = findLease(plan, device, message);
  if (!lease)
    return lose(network, flight, scene, 'dhcp-unknown-client', `dnsmasq has no line for ${printMac(message.clientMac)} and stays silent`);
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail: `dnsmasq knows ${printMac(message.clientMac)}` });
  const asked = requestedAddress(message);
  const agrees = type === DHCP_TYPE.discover || asked === undefined || asked.value === lease.address.value;
  const replyType = type === DHCP_TYPE.discover ? DHCP_TYPE.offer : agrees ? DHCP_TYPE.ack : DHCP_TYPE.nak;
  sendReply(network, flight, stack, device, plan, { message, lease, replyType });
}

interface Lease {
  readonly address: IpAddress;
  readonly server: IpAddress;
  readonly subnet: PlannedSubnet;
  readonly own: PortOptions | undefined;
}

function findLease(plan: DhcpPlan, device: StackDevice, message: DhcpMessage): Lease | undefined {
  for (const { mac, address, subnet: id, port } of plan.leases) {
    const subnet = plan.subnets.find((candidate) => candidate.id === id);
    if (mac !== message.clientMac || address.version !== 4 || !subnet?.dhcpEnabled) continue;
    const own = device.addresses.filter((candidate) => candidate.address.version === 4);
    const server = (own.find((candidate) => prefixContains(subnet.prefix, candidate.address)) ?? own[0])?.address;
    if (server) return { address, server, subnet, own: plan.portOptions.find((candidate) => candidate.port === port) };
  }
  return undefined;
}

/** Option 50, or the address a client that renews already has. */
function requestedAddress(message: DhcpMessage): IpAddress | undefined {
  const option = message.options.find(({ code }) => code === 50);
  if (option)
    return createAddress(
      4,
      option.value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
    );
  return message.clientAddress.value === 0n ? undefined : message.clientAddress;
}

interface Reply {
  readonly message: DhcpMessage;
  readonly lease: Lease;
  readonly replyType: number;
}

/** Straight to the client's MAC and its address to be, without asking ARP (RFC 2131 section 4.1). */
function sendReply(
  network: Network,
  flight: Flight,
  stack: Stack,
  device: StackDevice,
  plan: DhcpPlan,
  { message, lease, replyType }: Reply,
): void {
  const isNak = replyType === DHCP_TYPE.nak;
  const data = encodeDhcpMessage({
    op: 2,
    transactionId: message.transactionId,
    clientAddress: createAddress(4, 0n),
    yourAddress: isNak ? createAddress(4, 0n) : lease.address,
    serverAddress: lease.server,
    clientMac: message.clientMac,
    options: [
      { code: 53, value: [replyType] },
      ...(isNak ? [] : withPortOptions(dhcpOptions(plan, lease.subnet, lease.server), lease.own)),
    ],
  });
  const headers = {
    eth_src: device.mac,
    eth_dst: message.clientMac,
    eth_type: ETHERTYPE.ipv4,
    ip_proto: IP_PROTOCOL.udp,
    ip_dscp: 0n,
    ip_ecn: 0n,
    ip_ttl: 64n,
    ip_src: lease.server.value,
    ip_dst: isNak ? 0xffffffffn : lease.address.value,
    udp_src: BigInt(DHCP_SERVER_PORT),
    udp_dst: BigInt(DHCP_CLIENT_PORT),
  };
  const reply = { message: beginMessage(network, 'answer', flight.message), trail: undefined, packet: createPacket(headers, { data }) };
  const words = isNak
    ? 'refuses the address asked for'
    : `${replyType === DHCP_TYPE.offer ? 'offers' : 'acknowledges'} ${printAddress(lease.address)}`;
  emitFrame(network, reply, stack, device, words);
}
