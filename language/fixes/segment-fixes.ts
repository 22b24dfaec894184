import type { Finding, FindingCode } from '#core/diagnostics';
import { HIGHEST_VNI, type Network } from '#core/model';
import { hasOpenVswitch, physicalNetworkOf } from '#core/rules';
import { addInside, hasStatement } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';
import { unpin } from './identity-fixes.ts';
import { addBridge } from './reach-fixes.ts';

/** VNIs, VLANs, their ranges and physical networks. */
export const SEGMENT_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST3001: changeVni,
  OST3002: changeVni,
  OST3003: changeVni,
  OST3004: widenRange,
  OST3005: mendRange,
  OST3015: changeVlan,
  OST3016: changeVlan,
  OST3017: namePhysical,
  OST3018: carry,
  OST3019: tagNetwork,
  OST3020: widenRange,
  OST3021: changeVlan,
  OST3032: ({ place, data }) => [preferred(`Lower the MTU to ${data.most}`, replace(place, String(data.most)))],
  OST3030: (finding, context) => unpin(finding, context, `Remove it: the usual port is ${finding.data.usual}`),
};

function networkOf({ element }: Finding, { relations }: FixContext): Network | undefined {
  return element === undefined ? undefined : relations.network(element);
}

function changeVni(finding: Finding, context: FixContext): readonly Fix[] {
  const segment = networkOf(finding, context)?.segment;
  const vni = segment?.kind === 'overlay' ? context.free.vni(segment.type) : undefined;
  return [
    ...(vni === undefined ? [] : [preferred(`Change to VNI ${vni}, which is free`, replace(finding.place, String(vni)))]),
    ...unpin(finding, context, 'Let the VNI be derived').map((fix) => ({ ...fix, isPreferred: false })),
  ];
}

function changeVlan(finding: Finding, context: FixContext): readonly Fix[] {
  const segment = networkOf(finding, context)?.segment;
  const physical = segment?.kind === 'vlan' ? segment.physicalNetwork : undefined;
  const vlan = physical === undefined ? undefined : context.free.vlan(physical);
  return vlan === undefined ? [] : [preferred(`Change to VLAN ${vlan}, which is free`, replace(finding.place, String(vlan)))];
}

/** Room for every network that gets no number today. */
function widenRange(finding: Finding, context: FixContext): readonly Fix[] {
  const { topology } = context.relations;
  const segment = networkOf(finding, context)?.segment;
  const planned = new Set(context.deployment.networks.map(({ id }) => id));
  if (segment?.kind !== 'overlay' && segment?.kind !== 'vlan') return [];
  const alike = topology.networks.filter((network) =>
    segment.kind === 'overlay'
      ? network.segment.kind === 'overlay' && network.segment.type === segment.type
      : network.segment.kind === 'vlan' && network.segment.physicalNetwork === segment.physicalNetwork,
  );
  const physical = topology.fabric.physicalNetworks.find(({ name }) => segment.kind === 'vlan' && name === segment.physicalNetwork);
  const place = segment.kind === 'overlay' ? topology.fabric.places.properties['overlay.vni'] : physical?.places.properties.vlan;
  const [first, highest] = [Number(finding.data.first), segment.kind === 'overlay' ? HIGHEST_VNI[segment.type] : 4094];
  const last = Number(finding.data.last) + alike.filter(({ id }) => !planned.has(id)).length;
  if (!place || last > highest || first > last) return [];
  return [preferred(`Widen the range to ${first}..${last}`, replace(place, `${first}..${last}`))];
}

function mendRange({ place, data }: Finding): readonly Fix[] {
  const [first, last, highest] = [Number(data.first), Number(data.last), Number(data.highest)];
  const ends = [Math.min(first, last), Math.max(first, last)].map((end) => Math.min(Math.max(end, 1), highest));
  const text = ends.join('..');
  return [preferred(first > last ? `Swap the ends: \`${text}\`` : `Cut the range to \`${text}\``, replace(place, text))];
}

function namePhysical({ element }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(element);
  const { physicalNetworks } = context.relations.topology.fabric;
  const offer = physicalNetworks.length === 1 ? preferred : possible;
  return node && !hasStatement(node, 'physical')
    ? physicalNetworks.slice(0, 4).map(({ name }) => offer(`Add \`physical ${name}\``, addInside(node, `physical ${name}`)))
    : [];
}

/** A bridge on the hosts that run the network's routers and guests. */
function carry(finding: Finding, context: FixContext): readonly Fix[] {
  const network = networkOf(finding, context);
  const { hosts, vms } = context.relations.topology;
  const physical = network && physicalNetworkOf(network);
  if (!network || physical === undefined) return [];
  const users = new Set(context.relations.portsOn(network.id).map((port) => vms.find(({ id }) => id === port.vm)?.host));
  const switches = hosts.filter(hasOpenVswitch);
  const concerned = switches.filter(({ id, roles }) => roles.includes('network') || users.has(id));
  return addBridge(concerned.length > 0 ? concerned : switches, physical, context);
}

/** A flat network becomes a VLAN network of the same physical network. */
function tagNetwork(finding: Finding, context: FixContext): readonly Fix[] {
  const network = networkOf(finding, context);
  const flat = network?.places.properties.flat;
  const physical = network?.segment.kind === 'flat' ? network.segment.physicalNetwork : undefined;
  const vlan = physical === undefined ? undefined : context.free.vlan(physical);
  return flat && vlan !== undefined ? [preferred(`Make it VLAN ${vlan}, which is free`, replace(flat, `vlan ${vlan}`))] : [];
}
