import { type ElementId, type SourcePlace, compact, elementId, sortedBy } from '#core/base';
import type { Endpoint, Expectation, PacketSpec } from '#core/model';
import { parseAddress } from '#core/net';
import * as ast from '../generated/ast.ts';
import { type Turns, expandWord, isPattern, patternOf } from '../names/name-pattern.ts';
import { resolveEndpointName } from '../names/resolve-endpoint-name.ts';
import { resolveVia } from '../names/resolve-via.ts';
import { parsePacketSpec } from '../request/parse-packet-spec.ts';
import type { DeclaredNames, TenantDeclaration } from './declare-names.ts';
import { type Lowering, MOST_REPEATED, type ModelItems } from './lowering.ts';
import { noteOutsider, referenceWord, settle } from './read-reference.ts';
import { type PlacedWord, oneWord, wordsOf } from './read-words.ts';
import type { Recovered } from './recovered.ts';

interface Scope {
  readonly tenant: string | undefined;
  readonly turns: Turns;
}

/** The expectations of the file itself; one whose ends are unknown is left out. */
export function lowerFileExpectations(lowering: Lowering, model: ModelItems, names: DeclaredNames): Expectation[] {
  return lowerExpectations(lowering, model.items.filter(ast.isExpectation), names, { tenant: undefined, turns: [] });
}

/** The expectations of one tenant. */
export function lowerTenantExpectations(lowering: Lowering, { name, node, turns }: TenantDeclaration, names: DeclaredNames): Expectation[] {
  return lowerExpectations(lowering, node.items.filter(ast.isExpectation), names, { tenant: name, turns });
}

function lowerExpectations(lowering: Lowering, nodes: readonly ast.Expectation[], names: DeclaredNames, scope: Scope): Expectation[] {
  const lowered = nodes.flatMap((node) =>
    repetitions(lowering, node, scope).flatMap((turns) => {
      const values = lowerExpectation(lowering, node, names, { ...scope, turns });
      return values ? [{ node, scope, values }] : [];
    }),
  );
  return sortedBy(withIds(lowering, lowered), (expectation) => expectation.id);
}

type Values = Omit<Expectation, 'id'>;

/**
 * An expectation with `[a..b]` in a name stands for several: the first such brackets that no enclosing block has repeat it, the others go
 * with them.
 */
function repetitions(lowering: Lowering, node: Recovered<ast.Expectation>, { turns }: Scope): readonly Turns[] {
  const words = compact([referenceWord(lowering, node.from?.target), referenceWord(lowering, node.to?.target)]);
  const word = words.find(({ text }) => isPattern(text) && !turns.some((turn) => turn.pattern === patternOf(text)));
  if (!word) return [turns];
  const values = expandWord(word.text);
  if (values.kind === 'error') {
    lowering.report('OST1009', word.place, values.message);
    return [];
  }
  const [pattern, count] = [patternOf(word.text) ?? '', values.value.length];
  if (!lowering.take(count)) {
    lowering.report(
      'OST1009',
      word.place,
      `the repetitions of this model stand for more than ${String(MOST_REPEATED)} blocks: this one is left out`,
    );
    return [];
  }
  return values.value.map((_, index) => [...turns, { pattern, index, count }]);
}

/** Expectations are named by their label or their text; equal ones are numbered. */
function withIds(lowering: Lowering, lowered: readonly { node: ast.Expectation; scope: Scope; values: Values }[]): Expectation[] {
  const seen = new Map<string, number>();
  return lowered.map(({ node, scope, values }) => {
    const path = scope.tenant === undefined ? [] : [scope.tenant];
    const key = [...path, values.name].join('.');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    const name = count === 1 ? values.name : `${values.name} (${String(count)})`;
    const id: ElementId = elementId('expect', ...path, name);
    lowering.register(id, node);
    return { ...values, id, name };
  });
}

function lowerExpectation(lowering: Lowering, node: Recovered<ast.Expectation>, names: DeclaredNames, scope: Scope): Values | undefined {
  const from = lowerEndpoint(lowering, node.from, names, scope);
  const to = lowerEndpoint(lowering, node.to, names, scope);
  const packetWords = wordsOf(lowering, node, 'packet', node.packet, scope.turns);
  const packet = lowerPacket(lowering, node, packetWords);
  const never = node.never ?? false;
  const writtenVia = oneWord(lowering, compact([referenceWord(lowering, node.via)]), 'via', scope.turns);
  if (never && writtenVia) reportWayOfNothing(lowering, writtenVia);
  const viaWord = never ? undefined : writtenVia;
  const via = viaWord && settle(lowering, viaWord, 'host or router', resolveVia(names, viaWord.text, scope.tenant), undefined);
  if (!from || !to || packet === 'malformed' || (viaWord && via === undefined)) return undefined;
  const properties: Record<string, SourcePlace> = { from: from.place, to: to.place };
  if (packet) properties.with = lowering.places.ofList(node, 'packet');
  if (viaWord) properties.via = viaWord.place;
  const text = [
    from.text,
    never ? 'never reaches' : 'reaches',
    to.text,
    ...(packet ? ['with', ...packetWords.map((word) => word.text)] : []),
    ...(viaWord ? ['via', viaWord.text] : []),
  ].join(' ');
  return {
    name: node.label ?? text,
    label: node.label,
    from: from.endpoint,
    to: to.endpoint,
    never,
    packet,
    via,
    places: {
      whole: lowering.places.ofNode(node),
      name: node.label === undefined ? lowering.places.ofKeyword(node) : lowering.places.ofProperty(node, 'label'),
      properties,
    },
  };
}

function reportWayOfNothing(lowering: Lowering, { text, place }: PlacedWord): void {
  const message = `what never arrives takes no way: \`via ${text}\` contradicts \`never reaches\` and does not count, remove it`;
  lowering.report('OST1014', place, message, { data: { keyword: 'via' } });
}

interface LoweredEndpoint {
  readonly endpoint: Endpoint;
  readonly text: string;
  readonly place: SourcePlace;
}

function lowerEndpoint(
  lowering: Lowering,
  node: Recovered<ast.EndpointReference> | undefined,
  names: DeclaredNames,
  { tenant, turns }: Scope,
): LoweredEndpoint | undefined {
  if (!node) return undefined;
  if (node.internet) return { endpoint: { kind: 'internet' }, text: 'internet', place: lowering.places.ofNode(node) };
  const word = oneWord(
    lowering,
    [referenceWord(lowering, node.target)].flatMap((w) => w ?? []),
    'expect',
    turns,
  );
  if (!word) return undefined;
  const address = parseAddress(word.text);
  if (address) return { endpoint: { kind: 'address', address }, ...word };
  const resolved = resolveEndpointName(names, word.text, tenant);
  noteOutsider(lowering, resolved, tenant);
  const target = settle(lowering, word, 'vm, port, network or tenant', resolved, undefined);
  return target && { endpoint: target, ...word };
}

function lowerPacket(
  lowering: Lowering,
  node: Recovered<ast.Expectation>,
  words: readonly PlacedWord[],
): PacketSpec | undefined | 'malformed' {
  if (node.packet.length === 0) return undefined;
  if (words.length < node.packet.length) return 'malformed'; // reported where it was read
  const spec = parsePacketSpec(words.map((word) => word.text));
  if (!('error' in spec)) return spec;
  const word = words[Math.min(Math.max(spec.index, 0), words.length - 1)];
  if (word) lowering.report('OST1002', word.place, spec.error, { data: { found: word.text } });
  return 'malformed';
}
