import { type ElementId, assertNever } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import { guestNamespace } from '#core/compile/script';
import type { Endpoint, Expectation, PacketSpec } from '#core/model';
import { type IpAddress, sameAddress } from '#core/net';
import { type PlannedPort, type PlannedVm, indexDeployment, isGuestPort } from '#core/plan';
import { INTERNET_NAMESPACE, outsideOf } from './outside.ts';

/** Who holds a conversation in the lab: a VM's port, or the host on the internet, with an address in a namespace of a room. */
export interface LabGuest {
  /** As the trace knows it. */
  readonly endpoint: { readonly kind: 'port'; readonly id: ElementId } | { readonly kind: 'internet' };
  /** Name of the host, and so of its room; `undefined`: outside. */
  readonly host: string | undefined;
  readonly namespace: string;
  readonly address: IpAddress;
  readonly listens: PlannedVm['listens'] | 'everything';
}

/** One packet from a guest to an address and what answers it; `to.address` is what the sender calls, which a floating address may be. */
export interface Conversation {
  readonly from: LabGuest;
  readonly to: { readonly address: IpAddress; readonly guest: LabGuest | undefined };
  readonly packet: PacketSpec;
}

/** An expectation that is more pairs than this is tried with the first of them. */
export const MOST_CONVERSATIONS = 64;

const PING: PacketSpec = {
  protocol: 'icmp',
  destinationPort: undefined,
  sourcePort: undefined,
  ttl: undefined,
  sizeBytes: undefined,
  dontFragment: false,
};

/** The conversations an expectation speaks of, or why the lab cannot hold them. */
export function conversationsOf(
  compiled: CompiledFabric,
  expectation: Pick<Expectation, 'from' | 'to' | 'packet'>,
): readonly Conversation[] | string {
  const packet = expectation.packet ?? PING;
  if (packet.protocol === 'arp' || packet.protocol === 'dhcp') return `the lab does not send ${packet.protocol} on its own`;
  if ((packet.protocol === 'tcp' || packet.protocol === 'udp') && packet.destinationPort === undefined)
    return `${packet.protocol} needs a port`;
  const senders = guestsAt(compiled, expectation.from);
  const targets = targetsAt(compiled, expectation.to);
  if (typeof senders === 'string') return senders;
  if (typeof targets === 'string') return targets;
  const pairs = senders.flatMap((from) =>
    targets
      .map((to) => (from.endpoint.kind === 'internet' ? calledFromOutside(compiled, to) : ledToItsHost(compiled, from, expectation.to, to)))
      .filter((to) => !isSame(to.guest, from) && to.address.version === from.address.version)
      .map((to) => ({ from, to, packet })),
  );
  return pairs.length > 0 ? pairs : 'there is no pair of guests with addresses of one version';
}

function isSame(a: LabGuest | undefined, b: LabGuest): boolean {
  return a !== undefined && a.host === b.host && a.namespace === b.namespace && sameAddress(a.address, b.address);
}

/** From outside a guest is called by its floating address where it has one. */
function calledFromOutside({ deployment }: CompiledFabric, to: Conversation['to']): Conversation['to'] {
  const endpoint = to.guest?.endpoint;
  const floating = endpoint?.kind === 'port' && deployment.floatingIps.find(({ port }) => port === endpoint.id);
  return floating ? { address: floating.address, guest: to.guest } : to;
}

/** Who calls a Local IP by its address reaches the guest of the own host and network that has it, where there is one. */
function ledToItsHost(compiled: CompiledFabric, from: LabGuest, called: Endpoint, to: Conversation['to']): Conversation['to'] {
  if (called.kind !== 'address' || from.endpoint.kind !== 'port') return to;
  const { ports } = compiled.deployment;
  const { id } = from.endpoint;
  const own = ports.find((port) => port.id === id);
  const near = ports.find(
    ({ network, hosts, localIps }) =>
      network === own?.network && hosts[0] === own.hosts[0] && localIps.some((localIp) => sameAddress(localIp, called.address)),
  );
  const guest = near && guestOf(compiled, near);
  return guest ? { address: called.address, guest } : to;
}

function targetsAt(compiled: CompiledFabric, endpoint: Endpoint): readonly Conversation['to'][] | string {
  const guests = guestsAt(compiled, endpoint);
  if (typeof guests !== 'string') return guests.map((guest) => ({ address: guest.address, guest }));
  return endpoint.kind === 'address' ? [{ address: endpoint.address, guest: guestBehind(compiled, endpoint.address) }] : guests;
}

/** The guest that a floating address leads to. */
function guestBehind(compiled: CompiledFabric, address: IpAddress): LabGuest | undefined {
  const { floatingIps, ports } = compiled.deployment;
  const found = floatingIps.find((floatingIp) => sameAddress(floatingIp.address, address));
  const port = found && ports.find(({ id }) => id === found.port);
  return port && guestOf(compiled, port);
}

function guestsAt(compiled: CompiledFabric, endpoint: Endpoint): readonly LabGuest[] | string {
  if (endpoint.kind === 'internet') {
    const internet = internetHost(compiled);
    return internet ? [internet] : 'no external network leads out of the lab';
  }
  const ports = compiled.deployment.ports.filter(({ owner }) => isGuestPort(owner));
  const found = portsAt(compiled, endpoint, ports);
  if (typeof found === 'string') return found;
  const guests = found.flatMap((port) => guestOf(compiled, port) ?? []);
  return guests.length > 0 ? guests : 'no VM with an address is there';
}

function internetHost(compiled: CompiledFabric): LabGuest | undefined {
  const outside = outsideOf(compiled);
  return (
    outside && {
      endpoint: { kind: 'internet' },
      host: undefined,
      namespace: INTERNET_NAMESPACE,
      address: outside.address,
      listens: 'everything',
    }
  );
}

function portsAt(
  compiled: CompiledFabric,
  endpoint: Exclude<Endpoint, { kind: 'internet' }>,
  ports: readonly PlannedPort[],
): readonly PlannedPort[] | string {
  switch (endpoint.kind) {
    case 'vm':
      return ports.filter(({ device }) => device === endpoint.id).slice(0, 1);
    case 'port':
      return ports.filter(({ id }) => id === endpoint.id);
    case 'network':
      return ports.filter(({ network }) => network === endpoint.id);
    case 'tenant': {
      const networks = new Set(compiled.deployment.networks.filter(({ tenant }) => tenant === endpoint.id).map(({ id }) => id));
      return ports.filter(({ network }) => networks.has(network));
    }
    case 'address':
      return ports.filter(({ addresses }) => addresses.some(({ address }) => sameAddress(address, endpoint.address)));
    default:
      return assertNever(endpoint);
  }
}

function guestOf({ deployment }: CompiledFabric, port: PlannedPort): LabGuest | undefined {
  const first = port.addresses[0];
  if (!first) return undefined;
  const index = indexDeployment(deployment);
  const vm = index.vm(port.device);
  return {
    endpoint: { kind: 'port', id: port.id },
    host: index.host(vm.host).name,
    namespace: guestNamespace(vm),
    address: first.address,
    listens: vm.listens,
  };
}
