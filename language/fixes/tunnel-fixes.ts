import type { AstNode } from 'langium';
import type { Finding, FindingCode } from '#core/diagnostics';
import type { Host } from '#core/model';
import { type IpAddress, type Prefix, createAddress, prefixOf, prefixesOverlap, printAddress, printPrefix } from '#core/net';
import { hasOpenVswitch } from '#core/rules';
import { addInside, hasStatement } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, type FixChange, preferred, replace } from './fix.ts';

/** Tunnel addresses and the underlay they lie in. */
export const TUNNEL_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST3006: addUnderlay,
  OST3007: ({ element }, context) => {
    const host = context.relations.topology.hosts.find(({ id }) => id === element);
    const change = host && addTunnelAddress(host, context);
    return change ? [preferred(`Add \`${change.newText.replaceAll(/[{}\n]/g, '').trim()}\``, change)] : [];
  },
  OST3008: moveTunnelAddress,
  OST3009: moveTunnelAddress,
  OST3010: moveTunnelAddress,
};

function moveTunnelAddress({ place, element }: Finding, context: FixContext): readonly Fix[] {
  if (isRepeated(context.nodeOf(element))) return [];
  const address = context.free.tunnelAddress();
  if (!address) return [];
  const text = printAddress(address);
  return [preferred(`Change to \`${text}\`, which is free`, replace(place, text))];
}

/** `  tunnel-ip ADDRESS` for a host that is to be written, or nothing where there is no underlay. */
export function newTunnelAddress(context: FixContext): string {
  const address = context.free.tunnelAddress();
  return address ? `  tunnel-ip ${printAddress(address)}` : '';
}

/** Gives a host a tunnel address, each host of a repeated block its own; `undefined` where it has one or there is none to give. */
export function addTunnelAddress(host: Host, context: FixContext): FixChange | undefined {
  const node = context.nodeOf(host.id);
  if (!node || host.tunnelIp || hasStatement(node, 'tunnel-ip') || !context.relations.topology.fabric.underlay) return undefined;
  const count = hostsOf(node, context);
  const first = context.free.tunnelAddress(count);
  return first && addInside(node, `tunnel-ip ${spelled(printAddress(first), count)}`);
}

function hostsOf(node: AstNode, context: FixContext): number {
  return context.relations.topology.hosts.filter(({ id }) => context.nodeOf(id) === node).length;
}

/** `10.0.0.11` for three hosts: `10.0.0.[11..13]`. */
function spelled(first: string, count: number): string {
  if (count === 1) return first;
  const dot = first.lastIndexOf('.') + 1;
  const start = Number(first.slice(dot));
  return `${first.slice(0, dot)}[${start}..${start + count - 1}]`;
}

/** An underlay that is to be written: its text, the changes, and the address of a further host. */
export interface NewUnderlay {
  readonly text: string;
  readonly changes: readonly FixChange[];
  readonly spareAddress: IpAddress;
}

/** The range that the tunnel addresses already lie in, or a free one, and an address in it for every host that lacks one. */
export function newUnderlay(context: FixContext): NewUnderlay | undefined {
  const { fabric, hosts, subnets } = context.relations.topology;
  const fabricNode = context.nodeOf(fabric.id);
  const switches = hosts.filter(hasOpenVswitch);
  const written = switches.flatMap(({ tunnelIp }) => (tunnelIp ? [tunnelIp] : []));
  const [first] = written;
  const prefix = first ? prefixOf({ address: first, length: first.version === 4 ? 24 : 64 }) : freeUnderlay(subnets.map((s) => s.prefix));
  if (!fabricNode || hasStatement(fabricNode, 'underlay') || !prefix) return undefined;
  const text = `underlay ${printPrefix(prefix)} { mtu 1550 }`;
  const used = new Set(written.map(({ value }) => value));
  let next = prefix.address.value + 11n;
  const take = (count: number): IpAddress => {
    while (Array.from({ length: count }, (_, i) => next + BigInt(i)).some((value) => used.has(value))) next += 1n;
    const address = createAddress(prefix.address.version, next);
    next += BigInt(count);
    return address;
  };
  const nodes = new Set(
    switches
      .filter(({ tunnelIp }) => !tunnelIp)
      .map(({ id }) => context.nodeOf(id))
      .filter((node) => !hasStatement(node, 'tunnel-ip')),
  );
  const addressed = [...nodes].flatMap((node) => {
    const count = node ? hostsOf(node, context) : 0;
    return node ? [addInside(node, `tunnel-ip ${spelled(printAddress(take(count)), count)}`)] : [];
  });
  return { text, changes: [addInside(fabricNode, text), ...addressed], spareAddress: take(1) };
}

function addUnderlay(_: Finding, context: FixContext): readonly Fix[] {
  const underlay = newUnderlay(context);
  if (!underlay) return [];
  const { text, changes } = underlay;
  return [preferred(`Add \`${text}\`${changes.length > 1 ? ' and tunnel addresses' : ''}`, ...changes)];
}

function freeUnderlay(taken: readonly Prefix[]): Prefix | undefined {
  return [255, 254, 253, 252, 251]
    .map((third) => ({ address: createAddress(4, (192n << 24n) | (168n << 16n) | (BigInt(third) << 8n)), length: 24 }))
    .find((candidate) => !taken.some((prefix) => prefixesOverlap(prefix, candidate)));
}

/** The roles a host has and one more, with the tunnel address that may then be due. */
export function addRole(host: Host, role: 'compute' | 'network', context: FixContext): readonly FixChange[] {
  const node = context.nodeOf(host.id);
  if (!node) return [];
  const { roles } = host.places.properties;
  const needsTunnel = !host.tunnelIp && !hasStatement(node, 'tunnel-ip') && context.relations.topology.hosts.length > 1;
  const tunnel = needsTunnel ? newTunnelText(node, context) : '';
  if (!roles) return hasStatement(node, 'roles') ? [] : [addInside(node, `roles ${role}${tunnel}`)];
  const written = context.textAt(roles) === 'roles' ? '' : ',';
  return [replace({ ...roles, start: roles.end }, `${written} ${role}${tunnel}`)];
}

function newTunnelText(node: AstNode, context: FixContext): string {
  if (!context.relations.topology.fabric.underlay) return '';
  const count = hostsOf(node, context);
  const first = context.free.tunnelAddress(count);
  return first ? `  tunnel-ip ${spelled(printAddress(first), count)}` : '';
}
