import { ast } from '#language';
import type { ProposalInput } from '../completion/proposal.ts';
import { proposeValues } from '../completion/value-proposals.ts';
import { HOST_SNIPPETS } from './host-snippets.ts';
import { NETWORK_SNIPPETS } from './network-snippets.ts';
import { ROUTER_SNIPPETS } from './router-snippets.ts';
import { type Snippet, type SnippetPlace, hole, snippetPlace } from './snippet-place.ts';
import { VM_SNIPPETS } from './vm-snippets.ts';

/** The entry for an expectation with a name of its own. */
export const LABELLED_EXPECTATION = 'expect "…"';

/** Properties with a value that may be proposed, wherever they stand. */
const VALUED = ['tunnel-ip', 'ip', 'mac', 'gateway', 'pool', 'ofport', 'id'];

const SNIPPETS: ReadonlyMap<string, Snippet> = new Map([
  ...Object.entries({ ...HOST_SNIPPETS, ...NETWORK_SNIPPETS, ...ROUTER_SNIPPETS, ...VM_SNIPPETS }),
  ['tenant', ({ fresh }) => `tenant \${1:${fresh('tenant')}} {\n\t$0\n}`],
  ['expect', (place) => expectation(place, '')],
  [LABELLED_EXPECTATION, (place) => expectation(place, '"${1:what it is for}" ')],
  ...VALUED.map((keyword): [string, Snippet] => [keyword, (place) => valued(place, keyword)]),
]);

/**
 * A snippet of a keyword whose values are free or exist in this model; `undefined`: the vocabulary's own does. A part that nothing fits is an empty
 * placeholder: better unfinished than wrong.
 */
export function liveSnippet(input: ProposalInput, keyword: string): string | undefined {
  return SNIPPETS.get(keyword)?.(snippetPlace(input));
}

function expectation({ analysis: { topology } }: SnippetPlace, label: string): string {
  const [first, second = first] = topology.vms.map(({ id }) => id.slice(id.indexOf(':') + 1));
  return `expect ${label}${hole(2, first)} \${3|reaches,never reaches|} ${hole(4, second)}`;
}

function valued(place: SnippetPlace, keyword: string): string {
  return ast.isBridge(place.block) ? 'ip $1' : `${keyword} ${hole(1, proposeValues(place, [keyword])[0]?.text)}`;
}
