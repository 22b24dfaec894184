import { type ElementId, assertNever } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import { guestNamespace } from '#core/compile/script';
import type { Endpoint, Expectation, PacketSpec } from '#core/model';
import { type IpAddress, sameAddress } from '#core/net';
import { type PlannedPort, indexDeployment } from '#core/plan';

/** A VM's port as the lab has it: an address in a namespace on a host. */
export interface LabGuest {
  readonly port: ElementId;
  readonly vm: ElementId;
  /** Name of the host, and so of its room. */
  readonly host: string;
  readonly namespace: string;
  readonly address: IpAddress;
}

/** One packet from a guest to an address and what answers it. */
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
    targets.filter((to) => to.guest?.port !== from.port && to.address.version === from.address.version).map((to) => ({ from, to, packet })),
  );
  return pairs.length > 0 ? pairs : 'there is no pair of guests with addresses of one version';
}

function targetsAt(compiled: CompiledFabric, endpoint: Endpoint): readonly Conversation['to'][] | string {
  const guests = guestsAt(compiled, endpoint);
  if (typeof guests !== 'string') return guests.map((guest) => ({ address: guest.address, guest }));
  return endpoint.kind === 'address' ? [{ address: endpoint.address, guest: undefined }] : guests;
}

function guestsAt(compiled: CompiledFabric, endpoint: Endpoint): readonly LabGuest[] | string {
  const ports = compiled.deployment.ports.filter(({ owner }) => owner === 'compute:nova');
  const found = portsAt(compiled, endpoint, ports);
  if (typeof found === 'string') return found;
  const guests = found.flatMap((port) => guestOf(compiled, port) ?? []);
  return guests.length > 0 ? guests : 'no VM with an address is there';
}

function portsAt(compiled: CompiledFabric, endpoint: Endpoint, ports: readonly PlannedPort[]): readonly PlannedPort[] | string {
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
    case 'internet':
      return 'the lab has no internet';
    default:
      return assertNever(endpoint);
  }
}

function guestOf({ deployment }: CompiledFabric, port: PlannedPort): LabGuest | undefined {
  const first = port.addresses[0];
  if (!first) return undefined;
  const index = indexDeployment(deployment);
  const vm = index.vm(port.device);
  return { port: port.id, vm: vm.id, host: index.host(vm.host).name, namespace: guestNamespace(vm), address: first.address };
}
