import type { Finding, FindingCode } from '#core/diagnostics';
import { freeTrunkVlan } from '#core/model';
import { addInside } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';

/** Places in trunks: their VLANs and the MTU of their networks. */
export const TRUNK_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4034: becomeNormal,
  OST4035: takeFreeVlan,
  OST4036: lowerMtu,
  OST4038: filterInSwitch,
};

function becomeNormal({ element, data, place }: Finding, context: FixContext): readonly Fix[] {
  const port = element === undefined ? undefined : context.relations.port(element);
  const binding = port?.places.properties.binding;
  if (data.fault === 'binding' && binding) return [preferred('Change to `binding normal`', replace(binding, 'normal'))];
  const parent = port?.subport && context.relations.port(port.subport.parent);
  const top = parent?.subport && context.relations.port(parent.subport.parent);
  return top && port && top.id !== port.id ? [possible(`Make it a subport of \`${top.name}\``, replace(place, top.name))] : [];
}

/** One that no subport of the trunk has. */
function takeFreeVlan({ element, place, data }: Finding, context: FixContext): readonly Fix[] {
  const parent = (element === undefined ? undefined : context.relations.port(element))?.subport?.parent;
  const vlan = parent === undefined ? undefined : freeTrunkVlan(context.relations, parent);
  if (vlan === undefined) return [];
  if (data.fault === 'no-vlan')
    return [preferred(`Add \`vlan ${vlan}\`, which is free in the trunk`, replace(place, `${context.textAt(place)} vlan ${vlan}`))];
  return [preferred(`Change to VLAN ${vlan}, which is free in the trunk`, replace(place, String(vlan)))];
}

function lowerMtu({ data }: Finding, context: FixContext): readonly Fix[] {
  const { topology } = context.relations;
  const network = topology.networks.find(({ id }) => id === data.network);
  if (!network) return [];
  const written = network.places.properties.mtu;
  const node = context.nodeOf(network.id);
  const change = written ? replace(written, String(data.most)) : node && addInside(node, `mtu ${data.most}`);
  return change ? [preferred(`Lower the MTU of ${network.name} to ${data.most}`, change)] : [];
}

function filterInSwitch(_: Finding, context: FixContext): readonly Fix[] {
  const firewall = context.relations.topology.fabric.places.properties.firewall;
  return firewall ? [possible('Change to `firewall openvswitch`', replace(firewall, 'openvswitch'))] : [];
}
