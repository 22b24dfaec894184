import type { AstNode } from 'langium';
import { type ElementId, elementKind } from '#core/base';
import { type Network, type Subnet, relate } from '#core/model';
import { ast } from '#language';
import type { ProposalInput } from './proposal.ts';

/** The elements that the block around the cursor stands for. */
export function elementsAt({ analysis, block }: Pick<ProposalInput, 'analysis' | 'block'>): readonly ElementId[] {
  return block ? analysis.elementsByNode.get(block) : [];
}

/** The network that the block is, or that it names. */
export function networkOf({ analysis, block }: ProposalInput): Network | undefined {
  const node = ast.isVmPort(block) || ast.isRouterExternal(block) ? referenced(block) : block;
  const id = node && analysis.elementsByNode.get(node).find((candidate) => elementKind(candidate) === 'network');
  return analysis.topology.networks.find((network) => network.id === id);
}

/** Error recovery may leave a reference out. */
function referenced(node: { readonly network?: { readonly ref?: AstNode | undefined } }): AstNode | undefined {
  return node.network?.ref;
}

/** The subnets that the block around the cursor takes addresses from: one that a floating address leads to, whichever it is, has one IPv4 address. */
export function subnetsOf(input: ProposalInput): readonly Subnet[] {
  const { analysis, block } = input;
  const relations = relate(analysis.topology);
  const ports = ast.isVmPort(block) ? elementsAt(input) : [];
  const isFull = ports.some(
    (id) =>
      relations.port(id)?.addresses.some(({ version }) => version === 4) === true &&
      relations.floatingIpsOf(id).some(({ fixed }) => fixed === undefined),
  );
  return rangesAt(input).filter(({ prefix }) => !isFull || prefix.address.version === 6);
}

function rangesAt(input: ProposalInput): readonly Subnet[] {
  const { analysis, block } = input;
  const { subnets } = analysis.topology;
  if (ast.isSubnet(block) || ast.isRouterInterface(block)) {
    const node = ast.isSubnet(block) ? block : (block as Partial<ast.RouterInterface>).subnet?.ref; // recovery may leave it out
    const ids = node ? analysis.elementsByNode.get(node) : [];
    return subnets.filter(({ id }) => ids.includes(id));
  }
  const network = networkOf(input);
  return network ? subnets.filter((subnet) => subnet.network === network.id) : [];
}
