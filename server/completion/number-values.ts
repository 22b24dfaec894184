import { freeTrunkVlan, largestMtu, relate } from '#core/model';
import { ast } from '#language';
import { elementsAt, networkOf } from './addressed-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** A VNI for a network, an overlay one or not yet. */
export function proposeVni(input: ProposalInput): readonly ValueProposal[] {
  return one(input.free.vni(overlayType(input)), 'next free VNI');
}

/** A VLAN for a network that a host pins. */
export function proposeLocalVlan(input: ProposalInput): readonly ValueProposal[] {
  const host = elementsAt(input)[0] ?? input.analysis.topology.fabric.id;
  return one(input.free.localVlan(host), 'free on this host');
}

function one(value: number | undefined, detail: string): readonly ValueProposal[] {
  return value === undefined ? [] : [{ text: String(value), detail }];
}

function overlayType(input: ProposalInput) {
  const segment = networkOf(input)?.segment;
  return segment?.kind === 'overlay' ? segment.type : input.analysis.topology.fabric.overlay.type;
}

/** A VLAN of the physical network that a network is on. */
export function proposeVlan(input: ProposalInput): readonly ValueProposal[] {
  const segment = networkOf(input)?.segment;
  const physical = segment?.kind === 'vlan' ? segment.physicalNetwork : undefined;
  return physical === undefined ? [] : one(input.free.vlan(physical), `next free VLAN of ${physical}`);
}

/** Behind `subport-of PORT vlan`. */
export function proposeTrunkVlan({ analysis }: ProposalInput, block: ast.VmPort): readonly ValueProposal[] {
  const statement = block.properties.find(ast.isSubportOf);
  const node = (statement as Partial<ast.SubportOf> | undefined)?.parent?.ref; // recovery may leave it out
  const [parent] = node ? analysis.elementsByNode.get(node) : [];
  return parent === undefined ? [] : one(freeTrunkVlan(relate(analysis.topology), parent), 'free in the trunk');
}

/** The largest MTU of a network. */
export function proposeMtu(input: ProposalInput): readonly ValueProposal[] {
  const network = networkOf(input);
  return network ? one(largestMtu(input.analysis.topology, network), 'the largest that fits') : [];
}
