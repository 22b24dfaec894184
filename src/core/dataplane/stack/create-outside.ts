import { compact } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import { type InterfaceAddress, type IpAddress, createAddress, createMac, prefixContains } from '#core/net';
import type { PlannedNetwork } from '#core/plan';
import { createConnectionTracker } from '../conntrack/connection-tracker.ts';
import type { Stack, StackDevice } from './stack.ts';

/** The world beyond the cloud's external networks. */
export interface Outside {
  readonly stack: Stack;
  /** A host on the internet, which answers pings and accepts whatever is sent to it. */
  readonly address: IpAddress;
}

/** The key of the outside's stack. */
export const OUTSIDE = 'outside';

/** Addresses for documentation (RFC 5737): the host on the internet has the first that no subnet of the cloud holds. */
const INTERNET_HOSTS = [0xc6336401n, 0xc0000201n, 0xcb007101n].map((value) => createAddress(4, value));

/**
 * The outside as one stack: on the cable of every external network it has the gateways' addresses that no port of the cloud has, and it is the host on the internet
 * itself. It knows no way to addresses inside the cloud: those are reached by floating addresses, or not at all. `undefined` where no external network has a cable
 * and a gateway.
 */
export function createOutside({ deployment }: CompiledFabric): Outside | undefined {
  const own = new Set(deployment.ports.flatMap(({ addresses }) => addresses.map(({ address }) => address.value)));
  const devices = compact(deployment.networks.map((network, i) => outsideDevice(network, i, own)));
  const subnets = deployment.networks.flatMap((network) => network.subnets);
  const address = INTERNET_HOSTS.find((host) => !subnets.some(({ prefix }) => prefixContains(prefix, host)));
  const [first, ...others] = devices;
  if (!first || !address) return undefined;
  const stack: Stack = {
    key: OUTSIDE,
    kind: 'outside',
    host: OUTSIDE,
    name: 'internet',
    element: deployment.fabric.id,
    devices: [{ ...first, addresses: [...first.addresses, { address, length: 32 }] }, ...others],
    routes: [],
    policyRules: [],
    forwards: true,
    forwards6: true,
    arpIgnore: 1,
    proxyArp: new Set(),
    listens: 'everything',
    dhcp: undefined,
    radvd: undefined,
    filter: { rulesets: [], addressSets: [], connections: createConnectionTracker() },
    neighbours: new Map(),
    permanentNeighbours: new Set(),
    waiting: new Map(),
    openSockets: new Set(),
  };
  return { stack, address };
}

function outsideDevice(network: PlannedNetwork, index: number, own: ReadonlySet<bigint>): StackDevice | undefined {
  const { segment, external, name, mtuBytes } = network;
  if (!external || (segment.kind !== 'flat' && segment.kind !== 'vlan')) return undefined;
  const addresses = network.subnets.flatMap(({ gateway, prefix }): InterfaceAddress[] =>
    gateway && !own.has(gateway.value) ? [{ address: gateway, length: prefix.length }] : [],
  );
  if (addresses.length === 0) return undefined;
  return {
    name,
    port: undefined,
    network: network.id,
    mac: createMac(LOCALLY_ADMINISTERED | BigInt(index + 1)),
    mtuBytes,
    addresses,
    attachment: {
      kind: 'wire',
      physicalNetwork: segment.physicalNetwork,
      from: { kind: 'outside', vlan: segment.kind === 'vlan' ? segment.vlan : undefined },
    },
    captureDevice: undefined,
  };
}

const LOCALLY_ADMINISTERED = 0x02_00_00_00_00_00n;
