import type { Endpoint, Topology } from '#core/model';
import { parseAddress } from '#core/net';
import type { NameTree } from '../names/name-tree.ts';
import { resolveEndpointName } from '../names/resolve-endpoint-name.ts';
import { topologyNames } from '../names/topology-names.ts';

/** Why a word is no end of a conversation, with the name that was probably meant. */
export interface EndpointError {
  readonly error: string;
}

/** Resolves what a person writes after `ostopo trace FILE`: a vm, `vm.port`, `tenant.vm`, a network, `tenant.*`, an address or `internet`. */
export function resolveEndpoint(topology: Topology, text: string): Endpoint | EndpointError {
  return createEndpointResolver(topology)(text);
}

/** The same for many words: the topology's names are gathered once. */
export function createEndpointResolver(topology: Topology): (text: string) => Endpoint | EndpointError {
  const names = topologyNames(topology);
  return (text) => resolveIn(names, text);
}

function resolveIn(names: NameTree, text: string): Endpoint | EndpointError {
  if (text === 'internet') return { kind: 'internet' };
  const address = parseAddress(text);
  if (address) return { kind: 'address', address };
  const resolved = resolveEndpointName(names, text, undefined);
  switch (resolved.kind) {
    case 'found':
      return resolved.target;
    case 'ambiguous':
      return { error: `\`${text}\` fits several: write ${resolved.candidates.map((name) => `\`${name}\``).join(' or ')}` };
    case 'unknown': {
      const hint = resolved.nearest === undefined ? '' : `; did you mean \`${resolved.nearest}\`?`;
      return { error: `there is no vm, port, network or tenant \`${text}\`${hint}` };
    }
  }
}
