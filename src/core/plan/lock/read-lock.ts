import { type ElementId, type SourcePlace, parseUuid } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type IpAddress, parseAddress, parseMac } from '#core/net';
import type { Lock, LockedElement } from './lock.ts';
import { LOCK_SCHEMA } from './print-lock.ts';
import { type JsonEntry, type JsonNode, readJson } from './read-json.ts';

/** A lock file read: the lock, or what is wrong with the file. A file with any fault gives no lock, for half a lock would move the other half. */
export type ReadLock =
  { readonly lock: Lock; readonly findings: readonly [] } | { readonly lock: undefined; readonly findings: readonly Finding[] };

/** Reads the text of a lock file. */
export function readLock(text: string, uri: string): ReadLock {
  const placeAt = createPlaces(text, uri);
  const faults: Finding[] = [];
  const report: Report = ({ start, end }, message) => {
    faults.push(createFinding('OST6001', { message: `${message}. ${CURE}`, place: placeAt(start, end) }));
  };
  const root = readJson(text);
  if ('error' in root) report(root, root.error);
  const lock = 'error' in root ? undefined : readRoot(root, report, placeAt);
  return lock && faults.length === 0 ? { lock, findings: [] } : { lock: undefined, findings: faults };
}

const CURE = 'The lock does not count until that is mended: take the file from version control again, or delete it and run `ostopo lock`';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

type Report = (where: Stretch, message: string) => void;
type PlaceAt = (start: number, end: number) => SourcePlace;

function createPlaces(text: string, uri: string): PlaceAt {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  const position = (offset: number) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  };
  return (start, end) => ({ uri, start: position(start), end: position(end) });
}

function readRoot(root: JsonNode, report: Report, placeAt: PlaceAt): Lock | undefined {
  const sections = new Map(entriesOf(root, report).map((entry) => [entry.key, entry.value]));
  const schema = sections.get('schema');
  if (schema?.kind !== 'value' || schema.value !== LOCK_SCHEMA) {
    report(schema ?? root, `this is no lock file of this version: expected "schema": ${String(LOCK_SCHEMA)}`);
    return undefined;
  }
  const fabric = sections.get('fabric');
  const places = new Map<string, SourcePlace>();
  const section = <T>(name: string, read: (node: JsonNode) => T): Map<ElementId, T> => {
    const node = sections.get(name);
    const read1 = node ? entriesOf(node, report) : [];
    if (!node) report(root, `"${name}" is missing`);
    for (const { key, start, end } of read1) if (!places.has(key)) places.set(key, placeAt(start, end));
    return new Map(read1.map(({ key, value }) => [key as ElementId, read(value)])); // written by this tool; an unknown id is of an element that is gone
  };
  return {
    fabric: fabric?.kind === 'value' && typeof fabric.value === 'string' ? fabric.value : '',
    elements: section('elements', (node) => readElement(node, report)),
    localVlans: section('localVlans', (node) => readNumbers(node, report) as Map<ElementId, number>), // networks by their ids
    bridgePorts: section('bridgePorts', (node) => readNumbers(node, report)),
    placeOf: (id) => places.get(id),
  };
}

function entriesOf(node: JsonNode, report: Report): readonly JsonEntry[] {
  if (node.kind === 'object') return node.entries;
  report(node, 'expected an object in braces');
  return [];
}

function readNumbers(node: JsonNode, report: Report): Map<string, number> {
  return new Map(
    entriesOf(node, report).flatMap(({ key, value }) => {
      const number = readNumber(value);
      if (number === undefined) report(value, `expected a whole number for ${key}`);
      return number === undefined ? [] : [[key, number] as const];
    }),
  );
}

/** How each value is read, and how it is asked for. */
const READERS: Readonly<Record<keyof LockedElement, { readonly wanted: string; readonly read: (node: JsonNode) => unknown }>> = {
  uuid: { wanted: 'a UUID', read: (node) => fromText(node, parseUuid) },
  trunk: { wanted: 'a UUID', read: (node) => fromText(node, parseUuid) },
  vni: { wanted: 'a whole number', read: readNumber },
  vlan: { wanted: 'a whole number', read: readNumber },
  mac: { wanted: 'a MAC address', read: (node) => fromText(node, parseMac) },
  addresses: { wanted: 'a list of addresses', read: readAddresses },
  host: {
    wanted: 'a host such as host:compute-0',
    read: (node) => fromText(node, (text) => (text.startsWith('host:') ? text : undefined)),
  },
  ofport: { wanted: 'a whole number', read: readNumber },
  vrid: { wanted: 'a whole number', read: readNumber },
  instance: { wanted: 'a whole number', read: readNumber },
};

function readElement(node: JsonNode, report: Report): LockedElement {
  const values: Record<string, unknown> = {};
  for (const { key, start, end, value } of entriesOf(node, report)) {
    if (!isLockedKey(key)) {
      report({ start, end }, `"${key}" is nothing that is locked`);
      continue;
    }
    const read = READERS[key].read(value);
    if (read === undefined) report(value, `expected ${READERS[key].wanted} for "${key}"`);
    else values[key] = read;
  }
  return values; // each by its own reader
}

function isLockedKey(key: string): key is keyof LockedElement {
  return Object.hasOwn(READERS, key);
}

function fromText<T>(node: JsonNode, read: (text: string) => T | undefined): T | undefined {
  return node.kind === 'value' && typeof node.value === 'string' ? read(node.value) : undefined;
}

function readNumber(node: JsonNode): number | undefined {
  const value = node.kind === 'value' ? node.value : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readAddresses(node: JsonNode): readonly IpAddress[] | undefined {
  if (node.kind !== 'list') return undefined;
  const addresses = node.items.flatMap((item) => fromText(item, parseAddress) ?? []);
  return addresses.length === node.items.length ? addresses : undefined;
}
