import { type ElementId, qualifiedName } from '#core/base';
import { type Topology, encapsulationBytes } from '#core/model';
import {
  type IpAddress,
  lastAddress,
  offsetAddress,
  prefixContains,
  printAddress,
  printRange,
  rangeContains,
  sameAddress,
} from '#core/net';
import type { Deployment, PlannedNetwork, PlannedSegment, PlannedSubnet } from '#core/plan';
import { printSegment } from './summarise.ts';
import type { Facts } from './facts.ts';

/** What a network became: its segment, MTU, and the VLAN it has inside each host. */
export function networkFacts(topology: Topology, deployment: Deployment, network: PlannedNetwork): Facts {
  const own = deployment.ports.filter((port) => port.network === network.id);
  const onHosts = deployment.hosts.flatMap((host) => [
    ...host.localVlans.filter((local) => local.network === network.id).map(({ vlan }) => `${host.name} ${vlan}`),
    ...(host.virtualFunctions.some((virtual) => own.some(({ id }) => id === virtual.port))
      ? [`${host.name} (SR-IOV, past the switch)`]
      : []),
  ]);
  return {
    heading: `network ${network.name}`,
    rows: [
      ['segment', `${printSegment(network.segment)}${inHex(network.segment)}`],
      ['MTU', printMtu(topology, network)],
      ['on hosts (local VLAN)', onHosts.join('\n') || 'none: no port of it is on a host'],
      ['ports', String(own.length)],
      ['UUID', network.uuid],
    ],
  };
}

/** Captures and flows show a VNI in hex. */
function inHex(segment: PlannedSegment): string {
  return segment.kind === 'overlay' ? ` = 0x${segment.vni.toString(16)}` : '';
}

/** The MTU, and how it fits what carries it. */
function printMtu({ fabric }: Topology, { mtuBytes, segment }: PlannedNetwork): string {
  const own = `${mtuBytes} bytes`;
  if (segment.kind !== 'overlay' || !fabric.underlay) return own;
  const overhead = encapsulationBytes(segment.type, fabric.underlay.prefix.address.version);
  const sum = mtuBytes + overhead;
  const fits = sum <= fabric.underlay.mtuBytes ? 'of' : 'more than';
  return `${own}; with ${overhead} of ${segment.type} ${sum}, ${fits} the underlay’s ${fabric.underlay.mtuBytes}`;
}

/** A subnet's addresses: who has which of them, and how many are left. */
export function subnetFacts(deployment: Deployment, subnet: PlannedSubnet): Facts {
  const floating = deployment.floatingIps.filter(
    ({ network, address }) => network === subnet.network && prefixContains(subnet.prefix, address),
  );
  const taken = [...deployment.ports.flatMap((port) => port.addresses.filter((address) => address.subnet === subnet.id)), ...floating].map(
    ({ address }) => address,
  );
  const dhcp = deployment.ports.find(
    (port) => port.owner === 'network:dhcp' && port.addresses.some((address) => address.subnet === subnet.id),
  );
  const dhcpAddress = dhcp?.addresses.find((address) => address.subnet === subnet.id)?.address;
  const holder = deployment.ports.find(({ addresses }) =>
    addresses.some((at) => at.subnet === subnet.id && subnet.gateway !== undefined && sameAddress(at.address, subnet.gateway)),
  );
  return {
    heading: `subnet ${subnet.name}`,
    rows: [
      ['range', `${printAddress(offsetAddress(subnet.prefix.address, 1n))} – ${printAddress(lastUsable(subnet))}`],
      ['gateway', subnet.gateway ? printAddress(subnet.gateway) : 'none'],
      ...(holder ? [['held by', qualifiedName(holder.device)] as const] : []),
      ['DHCP', dhcpAddress ? printAddress(dhcpAddress) : 'off'],
      ['pools', subnet.pools.map(printRange).join('\n') || 'none'],
      ['free', `${countFree(subnet, taken)} of ${countPooled(subnet)}`],
      ['used', drawBar(countPooled(subnet) - countFree(subnet, taken), countPooled(subnet))],
      ...(floating.length > 0 ? [['floating addresses', floating.map(({ address }) => printAddress(address)).join('\n')] as const] : []),
      ['UUID', subnet.uuid],
    ],
  };
}

function lastUsable({ prefix }: PlannedSubnet): IpAddress {
  const last = lastAddress(prefix);
  return prefix.address.version === 4 && prefix.length < 31 ? offsetAddress(last, -1n) : last;
}

/** Twenty blocks, the used ones full; one address shows. */
function drawBar(used: bigint, all: bigint): string {
  const width = 20n;
  const full = all === 0n ? width : (used * width + all - 1n) / all;
  const percent = all === 0n ? 100n : (used * 100n) / all;
  return `${'█'.repeat(Number(full))}${'░'.repeat(Number(width - full))} ${percent} %`;
}

function countPooled({ pools }: PlannedSubnet): bigint {
  return pools.reduce((sum, { first, last }) => sum + last.value - first.value + 1n, 0n);
}

function countFree(subnet: PlannedSubnet, taken: readonly IpAddress[]): bigint {
  const used = new Set(taken.filter((address) => subnet.pools.some((pool) => rangeContains(pool, address))).map(printAddress));
  return countPooled(subnet) - BigInt(used.size);
}

/** The networks of a deployment by id, with the name to print for one that is missing. */
export function networkName(deployment: Deployment, id: ElementId): string {
  return deployment.networks.find((network) => network.id === id)?.name ?? id;
}
