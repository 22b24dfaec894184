import { type Column, compareNumber, compareText, orderRows } from '#core/base';
import { type Flow, type MatchPart, matchParts, printMatchPart } from '#core/openflow';
import type { CompiledBridge } from '../compiled.ts';

/** A bridge's flows in their order. */
export type CompiledFlows = Required<Pick<CompiledBridge, 'flows' | 'matchTexts'>>;

/**
 * Flows by table, then priority from high to low, then the texts of their match's parts. Of flows with one table, priority and match the last stays, as in the switch.
 * Texts are compared only of different parts, which are few; the flows themselves are ordered by numbers.
 */
export function sortFlows(flows: readonly Flow[]): CompiledFlows {
  const { texts, columns: parts } = readParts(flows);
  const columns = [placeColumn(flows), ...parts];
  const order = orderRows(flows.length, columns);
  const kept = order.filter((row, i) => !areSame(columns, row, order[i + 1]));
  return { flows: pick(flows, kept), matchTexts: joinParts(kept, parts, texts) };
}

function areSame(columns: readonly Column[], row: number, next: number | undefined): boolean {
  return next !== undefined && columns.every(({ values }) => values[row] === values[next]);
}

function pick(flows: readonly Flow[], rows: Int32Array): Flow[] {
  const picked: Flow[] = [];
  for (const row of rows) {
    const flow = flows[row];
    if (flow) picked.push(flow);
  }
  return picked;
}

/** OpenFlow's priorities are 0 to 65535. */
const PRIORITIES = 0x10000;

function placeColumn(flows: readonly Flow[]): Column {
  const places = new Int32Array(flows.map(({ table, priority }) => table * PRIORITIES + (PRIORITIES - 1 - priority)));
  const ranks = new Map([...new Set(places)].sort(compareNumber).map((place, rank) => [place, rank]));
  return { values: places.map((place) => ranks.get(place) ?? 0), size: ranks.size };
}

/** The parts of the matches: a column for the first ones, one for the second ones and so on, with the places of their texts. */
interface Parts {
  readonly columns: readonly Column[];
  /** In their order, each behind a comma; the first one stands for the end of a match. */
  readonly texts: readonly string[];
}

function readParts(flows: readonly Flow[]): Parts {
  const numbers = new Map<MatchPart, number>();
  const numberOf = (part: MatchPart): number => {
    const number = numbers.get(part) ?? numbers.size + 1;
    if (number > numbers.size) numbers.set(part, number);
    return number;
  };
  const columns: Int32Array[] = [];
  for (let row = 0; row < flows.length; row++) {
    const parts = matchParts(flows[row]?.match ?? []);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (part) (columns[i] ??= new Int32Array(flows.length))[row] = numberOf(part);
    }
  }
  const { places, texts } = placeTexts([...numbers.keys()].map(printMatchPart));
  return { columns: columns.map((values) => ({ values: values.map((number) => places[number] ?? 0), size: texts.length })), texts };
}

/** The different texts in their order after an empty one, each behind a comma, and the place there of each text, the first having number 1. */
function placeTexts(all: readonly string[]): { readonly places: Int32Array; readonly texts: readonly string[] } {
  const texts = ['', ...[...new Set(all)].sort(compareText)];
  const placeOf = new Map(texts.map((text, place) => [text, place]));
  return { places: new Int32Array(['', ...all].map((text) => placeOf.get(text) ?? 0)), texts: texts.map((text) => `,${text}`) };
}

/** The matches as text. Neighbours begin alike: what they have in common is made once. */
function joinParts(rows: Int32Array, columns: readonly Column[], texts: readonly string[]): string[] {
  const last = new Int32Array(columns.length + 1); // the parts of the row before, as far as `beginnings` holds
  const beginnings: string[] = [];
  const joined: string[] = [];
  for (const row of rows) {
    let text = '';
    for (let i = 0; i < columns.length; i++) {
      const part = columns[i]?.values[row] ?? 0;
      if (part === 0) break;
      if (last[i] !== part) {
        beginnings[i] = text + (texts[part] ?? '');
        last[i] = part;
        last[i + 1] = 0;
      }
      text = beginnings[i] ?? '';
    }
    joined.push(text);
  }
  return joined;
}
