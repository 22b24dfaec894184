import type { Finding, FindingCode } from '#core/diagnostics';
import { type Network, type Relations, findFloatingIpWay } from '#core/model';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode, spanOf } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';

/** Networks that are used too much, or not at all. */
export const SHARING_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4028: share,
  OST4031: removeNetwork,
};

/** Names one more tenant that may use the network. */
function share({ data }: Finding, context: FixContext): readonly Fix[] {
  const network = context.relations.topology.networks.find(({ id }) => id === data.network);
  const node = context.nodeOf(network?.id);
  const tenant = String(data.tenant);
  if (!network || !ast.isNetwork(node) || isRepeated(node)) return [];
  const last = node.properties.find(ast.isShared)?.$cstNode;
  const document = context.documentAt(network.places.name);
  const change = last && document ? replace(spanOf(document, last.end, last.end), `, ${tenant}`) : addInside(node, `shared with ${tenant}`);
  return [preferred(`Share \`${network.name}\` with \`${tenant}\``, change)];
}

function removeNetwork({ element }: Finding, context: FixContext): readonly Fix[] {
  const network = element === undefined ? undefined : context.relations.network(element);
  const node = context.nodeOf(element);
  return network && node && !isNamed(network, context.relations) ? [possible('Remove the network', removeNode(node))] : [];
}

/** Whether something that is no port speaks of the network. */
function isNamed({ id }: Network, relations: Relations): boolean {
  const { hosts, floatingIps, expectations } = relations.topology;
  return (
    hosts.some(({ localVlans }) => localVlans.some(({ network }) => network === id)) ||
    floatingIps.some((floatingIp) => findFloatingIpWay(relations, floatingIp).network?.id === id) ||
    expectations.some(({ from, to }) => [from, to].some((end) => end.kind === 'network' && end.id === id))
  );
}
