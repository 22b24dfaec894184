import type { AstNode, LangiumDocument } from 'langium';
import type { ElementId, SourcePlace } from '#core/base';
import { CATALOGUE, type Finding, type FindingCode } from '#core/diagnostics';
import type { ModelItem } from '../generated/ast.ts';
import { type SourcePlaces, createSourcePlaces } from './source-places.ts';

/** What a finding may carry beside code, place and message. */
export interface FindingExtras {
  readonly related?: Finding['related'];
  readonly element?: ElementId;
  readonly data?: Finding['data'];
}

/** The blocks of a model, whichever of its files they stand in. */
export interface ModelItems {
  readonly items: readonly ModelItem[];
}

/** One run over one model: where things stand, and what is wrong so far. */
export interface Lowering {
  readonly places: SourcePlaces;
  /** Every finding so far, in the order it was made. */
  readonly findings: readonly Finding[];
  /** The syntax node of each element so far. */
  readonly nodes: ReadonlyMap<ElementId, AstNode>;
  report(code: FindingCode, place: SourcePlace, message: string, extras?: FindingExtras): void;
  register(id: ElementId, node: AstNode): void;
  /** Whether one more unknown name gets a suggestion: the first hundred do. Nobody reads more, and each takes a walk over all names. */
  maySuggest(): boolean;
  /** Notes that something depends on names that its tenant does not see by itself. */
  noteAllNames(): void;
  usesAllNames(): boolean;
  /** How many elements repetitions may still stand for. */
  room(): number;
  /** Uses some of the room up; false, and nothing is used up, where there is not enough. */
  take(count: number): boolean;
  /** Whether there was once not enough. */
  isExhausted(): boolean;
}

const MOST_SUGGESTIONS = 100;

/** Most elements all repetitions of a model may stand for: a few lines could otherwise fill the memory. */
export const MOST_REPEATED = 200_000;

/** Starts a run over the documents of a model, its own file first. */
export function createLowering(documents: readonly LangiumDocument[]): Lowering {
  return createRun(createSourcePlaces(documents), MOST_REPEATED);
}

/** Starts a run over a part of a model, with findings and nodes of its own. */
export function createPart(whole: Lowering): Lowering {
  return createRun(whole.places, whole.room());
}

function createRun(places: SourcePlaces, allowed: number): Lowering {
  const findings: Finding[] = [];
  const nodes = new Map<ElementId, AstNode>();
  let suggestions = 0;
  let room = allowed;
  let [allNames, exhausted] = [false, false];
  return {
    places,
    findings,
    nodes,
    report: (code, place, message, { related = [], element, data = {} } = {}) => {
      findings.push({ code, severity: CATALOGUE[code].severity, message, place, related, element, data });
    },
    register: (id, node) => {
      if (!nodes.has(id)) nodes.set(id, node);
    },
    maySuggest: () => (suggestions += 1) <= MOST_SUGGESTIONS,
    noteAllNames: () => {
      allNames = true;
    },
    usesAllNames: () => allNames,
    room: () => room,
    take: (count) => {
      const fits = count <= room;
      if (fits) room -= count;
      else exhausted = true;
      return fits;
    },
    isExhausted: () => exhausted,
  };
}
