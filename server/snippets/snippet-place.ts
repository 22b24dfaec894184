import { AstUtils } from 'langium';
import type { ElementId } from '#core/base';
import type { Host, Network } from '#core/model';
import { ast } from '#language';
import type { ProposalInput } from '../completion/proposal.ts';

/** What the parts of a snippet are chosen from. */
export interface SnippetPlace extends ProposalInput {
  /** The tenant around the cursor. */
  readonly tenant: ElementId | undefined;
  /** The networks of that tenant. */
  readonly ownNetworks: readonly Network[];
  /** The host around the cursor. */
  readonly host: Host | undefined;
  /** A name that the text does not have yet: `net-2`. */
  readonly fresh: (stem: string) => string;
}

/** Makes a keyword's snippet; `undefined`: the vocabulary's own does. */
export type Snippet = (place: SnippetPlace) => string | undefined;

/** Looks around the cursor. */
export function snippetPlace(input: ProposalInput): SnippetPlace {
  const { analysis, block } = input;
  const { topology, lowered, elementsByNode } = analysis;
  const text = lowered.document.textDocument.getText();
  const around = (isKind: (node: unknown) => node is ast.Tenant | ast.Host): ElementId | undefined => {
    const node = block && AstUtils.getContainerOfType(block, isKind);
    return node && elementsByNode.get(node)[0];
  };
  const tenant = around(ast.isTenant);
  const host = around(ast.isHost);
  return {
    ...input,
    tenant,
    ownNetworks: topology.networks.filter((network) => network.tenant === tenant),
    host: host === undefined ? undefined : topology.hosts.find(({ id }) => id === host),
    fresh: (stem) => {
      for (let n = 1; ; n++) if (!text.includes(`${stem}-${n}`)) return `${stem}-${n}`;
    },
  };
}

/** A placeholder: with a default, or left to be filled in. */
export function hole(number: number, text: string | undefined): string {
  return text === undefined ? `$${number}` : `\${${number}:${text}}`;
}
