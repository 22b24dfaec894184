import { type ElementId, elementKind, qualifiedName } from '#core/base';
import type { Endpoint, Topology } from '#core/model';
import { printAddress } from '#core/net';
import { OstopoGrammar } from '../generated/grammar.ts';
import type { NameTree } from '../names/name-tree.ts';
import { resolveEndpointName } from '../names/resolve-endpoint-name.ts';
import { topologyNames } from '../names/topology-names.ts';
import { createGrammarWords } from '../parsing/grammar-words.ts';

/** Spells references to a topology's elements so that they lead back to them. */
export interface NameSpelling {
  readonly tree: NameTree;
  /** A tenant's element, from a tenant of this name or (`undefined`) from outside all. */
  inTenants(id: ElementId, own: string | undefined): string;
  /** One end of a conversation. */
  endpoint(endpoint: Endpoint, own: string | undefined): string;
  /** A host or a physical network: names of the whole model. */
  global(id: ElementId): string;
}

/** Gathers the names of a topology. */
export function spellNames(topology: Topology): NameSpelling {
  const tree = topologyNames(topology);
  const keywords = new Set(createGrammarWords(OstopoGrammar()).keywords);
  const inTenants = (id: ElementId, own: string | undefined) => {
    const plain = ownName(id, own);
    return plain === undefined || keywords.has(plain) ? qualifiedName(id) : plain;
  };
  return {
    tree,
    inTenants,
    endpoint: (endpoint, own) => {
      switch (endpoint.kind) {
        case 'internet':
          return 'internet';
        case 'address':
          return printAddress(endpoint.address);
        case 'tenant':
          return `${qualifiedName(endpoint.id)}.*`;
        default: {
          const candidates = [inTenants(endpoint.id, own), qualifiedName(endpoint.id)];
          return candidates.find((text) => leadsTo(tree, text, own, endpoint.id)) ?? qualifiedName(endpoint.id);
        }
      }
    },
    global: (id) => qualifiedName(id),
  };
}

/** The name inside its tenant, for elements of the own one. */
function ownName(id: ElementId, own: string | undefined): string | undefined {
  const name = qualifiedName(id);
  return own !== undefined && name.startsWith(`${own}.`) ? name.slice(own.length + 1) : undefined;
}

function leadsTo(tree: NameTree, text: string, own: string | undefined, id: ElementId): boolean {
  const found = resolveEndpointName(tree, text, own);
  return found.kind === 'found' && found.target.id === id && found.target.kind === elementKind(id);
}
