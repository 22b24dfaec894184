import { type ElementId, elementKind, qualifiedName } from '#core/base';
import type { Endpoint, Expectation, PacketSpec } from '#core/model';
import { parseAddress, sameAddress } from '#core/net';
import { resolveEndpointName } from '../names/resolve-endpoint-name.ts';
import { resolveVia } from '../names/resolve-via.ts';
import { parsePacketSpec } from '../request/parse-packet-spec.ts';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, line } from './statement.ts';

/** An `expect` line of a tenant, or of the file (`own` is `undefined`). Without label its text is its name, so a text that still says the same is kept. */
export function printExpectation(expectation: Expectation, own: string | undefined, names: NameSpelling): Statement {
  if (expectation.label !== undefined)
    return line(`expect "${expectation.label.replaceAll(/["\r\n]/g, ' ')}" ${printText(expectation, own, names)}`);
  const written = [expectation.name, withoutNumber(expectation.name)].find((text) => saysTheSame(text, expectation, own, names));
  return line(`expect ${written ?? printText(expectation, own, names)}`);
}

/** The name less the ` (2)` that equal expectations are told apart by. */
export function withoutNumber(name: string): string {
  return name.replace(/ \(\d+\)$/, '');
}

function printText({ from, to, never, packet, via }: Expectation, own: string | undefined, names: NameSpelling): string {
  return [
    names.endpoint(from, own),
    never ? 'never reaches' : 'reaches',
    names.endpoint(to, own),
    ...(packet ? ['with', printPacket(packet)] : []),
    ...(via === undefined ? [] : ['via', spellVia(via, own, names)]),
  ].join(' ');
}

/** A router that is called like a host needs its tenant's name. */
function spellVia(via: ElementId, own: string | undefined, names: NameSpelling): string {
  if (elementKind(via) === 'host') return names.global(via);
  const leadsTo = (text: string) => {
    const found = resolveVia(names.tree, text, own);
    return found.kind === 'found' && found.target === via;
  };
  const short = names.inTenants(via, own);
  return leadsTo(short) ? short : qualifiedName(via);
}

/** The words of a packet, as `expect … with` and `ostopo trace` take them. */
export function printPacket({ protocol, destinationPort, sourcePort, ttl, sizeBytes, dontFragment }: PacketSpec): string {
  return [
    protocol,
    ...(destinationPort === undefined ? [] : [destinationPort]),
    ...(sourcePort === undefined ? [] : ['from', sourcePort]),
    ...(ttl === undefined ? [] : ['ttl', ttl]),
    ...(sizeBytes === undefined ? [] : ['size', sizeBytes]),
    ...(dontFragment ? ['df'] : []),
  ].join(' ');
}

interface ReadText {
  readonly from: string;
  readonly never: boolean;
  readonly to: string;
  readonly packet: readonly string[] | undefined;
  readonly via: string | undefined;
}

/** The parts of `A [never] reaches B [with …] [via X]`; `undefined` where it is something else. */
function readText(text: string): ReadText | undefined {
  const [from = '', ...rest] = text.split(' ');
  const never = rest[0] === 'never';
  const [verb, to = '', ...more] = never ? rest.slice(1) : rest;
  const hasVia = more.at(-2) === 'via';
  const [keyword, ...packet] = hasVia ? more.slice(0, -2) : more;
  if (verb !== 'reaches' || (keyword !== undefined && keyword !== 'with')) return undefined;
  return { from, never, to, packet: keyword === undefined ? undefined : packet, via: hasVia ? more.at(-1) : undefined };
}

function saysTheSame(text: string, expectation: Expectation, own: string | undefined, { tree }: NameSpelling): boolean {
  const read = readText(text);
  if (!read) return false;
  const { from, never, to, packet, via } = read;
  const leadsTo = (word: string, endpoint: Endpoint) => {
    if (endpoint.kind === 'internet') return word === 'internet';
    const address = parseAddress(word);
    if (endpoint.kind === 'address' || address)
      return endpoint.kind === 'address' && address !== undefined && sameAddress(address, endpoint.address);
    const found = resolveEndpointName(tree, word, own);
    return found.kind === 'found' && found.target.kind === endpoint.kind && found.target.id === endpoint.id;
  };
  const viaFound = via === undefined ? undefined : resolveVia(tree, via, own);
  return (
    leadsTo(from, expectation.from) &&
    leadsTo(to, expectation.to) &&
    never === expectation.never &&
    samePacket(packet, expectation.packet) &&
    (viaFound ? viaFound.kind === 'found' && viaFound.target === expectation.via : expectation.via === undefined)
  );
}

function samePacket(words: readonly string[] | undefined, packet: PacketSpec | undefined): boolean {
  if (words === undefined || packet === undefined) return words === undefined && packet === undefined;
  const read = parsePacketSpec(words);
  return !('error' in read) && printPacket(read) === printPacket(packet);
}
