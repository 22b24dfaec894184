import type { ElementId } from '#core/base';
import { type IpAddress, printAddress, sameAddress } from '#core/net';
import type { Endpoint } from '#core/model';
import { type Network, type Stack, type StackDevice, deviceWithAddress, findRoute, isLinkLocal, stackOfPort } from '#core/dataplane';
import { METADATA_ADDRESSES, type PlannedPort } from '#core/plan';
import { endsFromOutside, endsToOutside, guestBehind, outsideSender } from './outside-ends.ts';
import type { SwitchPort, TraceRequest } from './request.ts';

/** A network card of a VM, or a device of a namespace, that sends. */
export interface Sender {
  readonly stack: Stack;
  readonly device: StackDevice;
}

/** Both ends of a conversation. `target` is the stack that has the address; `undefined` when nobody in the model has it. */
export interface Ends {
  readonly sender: Sender;
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly target: Stack | undefined;
}

/** Why no conversation can be made of a request, for people. */
export interface NoEnds {
  readonly unsuitable: string;
}

/** Chooses port and address on both sides: of several ports the first pair on one network, else the card that the sender's routes choose. */
export function chooseEnds(network: Network, request: TraceRequest): Ends | NoEnds {
  const ends = findEnds(network, request);
  if ('unsuitable' in ends || ends.source.version === 4 || !speaksIpv4(request)) return ends;
  return { unsuitable: `${request.packet.protocol} is of IPv4, and the ends have IPv6 addresses only` };
}

function findEnds(network: Network, request: TraceRequest): Ends | NoEnds {
  const senders = sendersOf(network, request.from);
  if ('unsuitable' in senders) return senders;
  if (!request.to) return { unsuitable: 'a trace needs to know where the packet goes' };
  if (request.from.kind === 'internet') return callFromOutside(network, request.to);
  if (request.to.kind === 'internet') return endsToOutside(network, senders, sourceFor);
  if (request.to.kind === 'address') return endsForAddress(network, senders, request.to.address);
  const receivers = portsOf(network, request.to);
  if ('unsuitable' in receivers) return receivers;
  return pairUp(network, senders, receivers);
}

function callFromOutside(network: Network, to: Endpoint): Ends | NoEnds {
  if (to.kind === 'address') return endsFromOutside(network, to.address);
  if (to.kind === 'internet') return { unsuitable: 'from the internet to the internet: that is none of this cloud’s packets' };
  const receivers = portsOf(network, to);
  return 'unsuitable' in receivers ? receivers : endsFromOutside(network, receivers);
}

/** ARP and DHCP speak of IPv4 addresses only. */
function speaksIpv4({ packet: { protocol } }: TraceRequest): boolean {
  return protocol === 'arp' || protocol === 'dhcp';
}

function pairUp(network: Network, senders: readonly Sender[], receivers: readonly PlannedPort[]): Ends | NoEnds {
  const pairs = senders.flatMap((sender) => receivers.map((receiver) => ({ sender, receiver })));
  const shared = pairs.find(({ sender, receiver }) => sender.device.network === receiver.network);
  const routed = pairs.find(({ sender, receiver }) => leavesBy(sender, receiver));
  const chosen = shared ?? routed ?? pairs[0];
  if (!chosen) return { unsuitable: 'nobody sends this packet' };
  const addresses = addressPair(chosen.sender, chosen.receiver);
  if (!addresses) return { unsuitable: 'the sender and the receiver have no addresses of one IP version' };
  return { sender: chosen.sender, ...addresses, target: stackOfPort(network, chosen.receiver.id)?.stack };
}

/** IPv4 where both have it, else IPv6; who has both is asked over IPv6 by naming the address. */
function addressPair(sender: Sender, receiver: PlannedPort): { readonly source: IpAddress; readonly destination: IpAddress } | undefined {
  for (const version of [4, 6] as const) {
    const destination = receiver.addresses.find(({ address }) => address.version === version)?.address;
    const source = destination && sourceFor(sender, destination);
    if (source) return { source, destination };
  }
  return undefined;
}

/** Whether the sender's own routes send packets for the receiver out of this card, so that they carry its address. */
function leavesBy({ stack, device }: Sender, receiver: PlannedPort): boolean {
  return receiver.addresses.some(({ address }) => findRoute(stack, address)?.device === device);
}

function endsForAddress(network: Network, senders: readonly Sender[], destination: IpAddress): Ends | NoEnds {
  const routed = senders.find(({ stack, device }) => findRoute(stack, destination)?.device === device) ?? senders[0];
  const source = routed && sourceFor(routed, destination);
  if (!source) return { unsuitable: `the sender has no address to reach ${printAddress(destination)} from` };
  const card = cardPortWith(network, destination);
  if (card) return behindCard(card.id);
  return { sender: routed, source, destination, target: targetOf(network, routed, destination) };
}

function cardPortWith({ compiled }: Network, destination: IpAddress): PlannedPort | undefined {
  return compiled.deployment.ports.find(
    ({ binding, addresses }) => binding !== 'normal' && addresses.some(({ address }) => sameAddress(address, destination)),
  );
}

/** The guest behind a floating address; else the stack that has the address on the sender's own network, else the only one in the cloud: tenants may use the same addresses. For metadata nobody: whoever is near answers. */
function targetOf(network: Network, sender: Sender, destination: IpAddress): Stack | undefined {
  if (sameAddress(destination, METADATA_ADDRESSES[destination.version])) return undefined;
  const guest = guestBehind(network, destination) ?? guestOfHost(network, sender, destination);
  if (guest) return guest;
  const owners = [...network.stacks.values()].filter((stack) => deviceWithAddress(stack, destination));
  const near = owners.find((stack) => deviceWithAddress(stack, destination)?.network === sender.device.network);
  return near ?? (owners.length === 1 ? owners[0] : undefined);
}

/** The guest of the sender's own host and network that has the address as a Local IP. */
function guestOfHost(network: Network, { stack, device }: Sender, destination: IpAddress): Stack | undefined {
  const host = network.hosts.get(stack.host)?.compiled.plan.id;
  if (device.network === undefined) return undefined;
  const port = network.index
    .portsOf(device.network)
    .find(({ hosts, localIps }) => hosts[0] === host && localIps.some((localIp) => sameAddress(localIp, destination)));
  return port && stackOfPort(network, port.id)?.stack;
}

/** An address of the destination's version and reach: a link-local one only for another (RFC 6724). */
function sourceFor({ device }: Sender, destination: IpAddress): IpAddress | undefined {
  const suits = ({ address }: StackDevice['addresses'][number]) =>
    address.version === destination.version && isLinkLocal(address) === isLinkLocal(destination);
  return device.addresses.find(suits)?.address;
}

/** Who sends: every card of the VM, or the one that is named. */
export function sendersOf(network: Network, from: Endpoint | SwitchPort): Sender[] | NoEnds {
  if (from.kind === 'switch-port') {
    const port = network.hosts
      .get(from.host)
      ?.compiled.plan.bridges.find(({ name }) => name === from.bridge)
      ?.ports.find(({ ofport }) => ofport === from.ofport);
    const sender = port && stackOfPort(network, port.element);
    return sender
      ? [sender]
      : { unsuitable: `${from.bridge} of ${from.host} has no Neutron port with number ${String(from.ofport)}: give a whole frame` };
  }
  if (from.kind === 'address') {
    const stack = [...network.stacks.values()].find((candidate) => deviceWithAddress(candidate, from.address));
    const device = stack && deviceWithAddress(stack, from.address);
    return device ? [{ stack, device }] : { unsuitable: `packets from ${printAddress(from.address)}, which nobody in the model has` };
  }
  if (from.kind === 'internet') {
    const outside = outsideSender(network);
    return 'unsuitable' in outside ? outside : [outside];
  }
  const ports = portsOf(network, from);
  if ('unsuitable' in ports) return ports;
  const senders = ports.flatMap(({ id }) => stackOfPort(network, id) ?? []);
  return senders.length > 0 ? senders : { unsuitable: 'the sender has no port that is plugged in' };
}

type NamedEndpoint = Exclude<Endpoint, { kind: 'address' | 'internet' }>;

function portsOf(network: Network, endpoint: NamedEndpoint): PlannedPort[] | NoEnds {
  const { deployment } = network.compiled;
  switch (endpoint.kind) {
    case 'vm': {
      const ports = deployment.vms.find(({ id }) => id === endpoint.id)?.ports ?? [];
      return some(
        ports.map((id) => network.index.port(id)),
        endpoint.id,
      );
    }
    case 'port':
      return some(
        deployment.ports.filter(({ id }) => id === endpoint.id),
        endpoint.id,
      );
    case 'tenant':
    case 'network':
      return { unsuitable: 'many ends at once: name one VM, port or address' };
  }
}

function some(ports: PlannedPort[], id: ElementId): PlannedPort[] | NoEnds {
  if (ports.length === 0) return { unsuitable: `${id} has no port on any host` };
  const switched = ports.filter(({ binding }) => binding === 'normal');
  return switched.length > 0 ? switched : behindCard(id);
}

function behindCard(id: ElementId): NoEnds {
  return { unsuitable: `SR-IOV: ${id} is a virtual function of a network card, and what a card does is not followed` };
}
