import type { Finding, FindingCode } from '#core/diagnostics';
import { type Host, placeOf } from '#core/model';
import { printAddress } from '#core/net';
import { hasOpenVswitch } from '#core/rules';
import * as ast from '../generated/ast.ts';
import { addInside, hasStatement, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';
import { unpin } from './identity-fixes.ts';
import { addRole } from './tunnel-fixes.ts';

/** Hosts, their roles and bridges, local VLANs and port numbers. */
export const WIRING_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4001: (finding, context) => [...moveTo(finding, context, 'compute'), ...giveRole(finding, context, 'compute')],
  OST4002: (_, context) => addNetworkHost(context),
  OST4003: (finding, context) => [...moveTo(finding, context, 'network'), ...giveRole(finding, context, 'network')],
  OST4005: giveAddress,
  OST4006: changeLocalVlan,
  OST4007: changeLocalVlan,
  OST4008: changeOfport,
  OST4009: changeOfport,
  OST4010: ({ element }, context) => rolesFor(hostOf(element, context), context),
  OST4011: removeBridge,
  OST4012: renameBridge,
  OST4051: (finding, context) => unpin(finding, context, 'Remove the address of this bridge'),
  OST4052: joinByTunnels,
  OST4014: ({ place }, context) => {
    const node = context.nodeAt(place);
    return node?.$container ? [preferred('Remove it from this bridge', removeNode(node))] : [];
  },
};

/** A network of the fabric's overlay, where all hosts have tunnels. */
function joinByTunnels(finding: Finding, context: FixContext): readonly Fix[] {
  const { fabric, hosts } = context.relations.topology;
  const isTunnelled = fabric.underlay !== undefined && hosts.filter(hasOpenVswitch).every(({ tunnelIp }) => tunnelIp !== undefined);
  return isTunnelled ? unpin(finding, context, 'Remove `local`: an overlay network reaches every host') : [];
}

function hostOf(id: Finding['element'], { relations }: FixContext): Host | undefined {
  return id === undefined ? undefined : relations.host(id);
}

/** Names another host in place of the one written. */
function moveTo({ place, element }: Finding, context: FixContext, role: 'compute' | 'network'): readonly Fix[] {
  if (isRepeated(context.nodeOf(element))) return [];
  const hosts = context.relations.topology.hosts.filter(({ roles }) => roles.includes(role));
  return hosts.slice(0, 3).map(({ name }, i) => (i === 0 ? preferred : possible)(`Move to \`${name}\``, replace(place, name)));
}

function giveRole({ data }: Finding, context: FixContext, role: 'compute' | 'network'): readonly Fix[] {
  const host = context.relations.topology.hosts.find(({ name }) => name === data.host);
  return host ? [possible(`Add the role \`${role}\` to \`${host.name}\``, ...addRole(host, role, context))] : [];
}

/** Makes another host a network host: a controller is where Neutron's agents usually run; else any host may. */
export function addNetworkHost(context: FixContext): readonly Fix[] {
  const { hosts } = context.relations.topology;
  const likely = [...hosts.filter(({ roles }) => roles.includes('control')), ...hosts].filter((host, i, all) => all.indexOf(host) === i);
  return likely
    .filter(({ id, roles }) => !roles.includes('network') && !isRepeated(context.nodeOf(id)))
    .slice(0, 3)
    .map((host, i) =>
      (i === 0 ? preferred : possible)(`Add the role \`network\` to \`${host.name}\``, ...addRole(host, 'network', context)),
    );
}

function rolesFor(host: Host | undefined, context: FixContext): readonly Fix[] {
  if (!host) return [];
  return (['compute', 'network'] as const).map((role) => possible(`Add \`roles ${role}\``, ...addRole(host, role, context)));
}

/** An interface on a subnet without gateway. */
function giveAddress({ element }: Finding, context: FixContext): readonly Fix[] {
  const item = context.relations.topology.routers.flatMap(({ interfaces }) => interfaces).find(({ id }) => id === element);
  const subnet = item && context.relations.subnet(item.subnet);
  const node = context.nodeOf(element);
  const address = subnet && context.free.address(subnet);
  return node && address && !hasStatement(node, 'ip')
    ? [preferred(`Add \`ip ${printAddress(address)}\``, addInside(node, `ip ${printAddress(address)}`))]
    : [];
}

function changeLocalVlan({ place, element }: Finding, context: FixContext): readonly Fix[] {
  const pin = context.nodeAt(place);
  if (!ast.isLocalVlan(pin) || element === undefined) return [];
  const vlan = context.free.localVlan(element);
  return [
    ...(vlan === undefined ? [] : [preferred(`Change to ${vlan}, which is free`, replace(context.placeOf(pin, 'vlan'), String(vlan)))]),
    possible('Let the local VLAN be derived', removeNode(pin)),
  ];
}

function changeOfport(finding: Finding, context: FixContext): readonly Fix[] {
  const port = context.deployment.ports.find(({ id }) => id === finding.element);
  const ofport = context.free.ofport(port?.hosts[0]);
  return [
    ...unpin(finding, context, 'Let the port number be derived'),
    ...(ofport === undefined ? [] : [possible(`Change to ${ofport}, which is free`, replace(finding.place, String(ofport)))]),
  ];
}

function removeBridge({ element }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(element);
  const host = context.relations.topology.hosts.find(({ bridges }) => bridges.some(({ id }) => id === element));
  return [
    ...(node ? [preferred('Remove the bridge', removeNode(node))] : []),
    ...(host ? [possible(`Add the role \`network\` to \`${host.name}\``, ...addRole(host, 'network', context))] : []),
  ];
}

function renameBridge({ element, data }: Finding, context: FixContext): readonly Fix[] {
  const host = context.relations.topology.hosts.find(({ bridges }) => bridges.some(({ id }) => id === element));
  const bridge = host?.bridges.find(({ id }) => id === element);
  const taken = new Set(host?.bridges.map(({ name }) => name));
  const short = String(data.name).slice(0, 15).replace(/-+$/, '');
  const name = [...(short === data.name ? [] : [short]), 'br-ex', 'br-provider', 'br-physical'].find((candidate) => !taken.has(candidate));
  return bridge && name !== undefined ? [preferred(`Rename to \`${name}\``, replace(placeOf(bridge), name))] : [];
}
