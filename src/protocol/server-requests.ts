/**
 * What the client asks the language server beyond the Language Server Protocol. Every answer is plain JSON. A model that is not good
 * enough to be answered for is an answer too (`refused`, with a sentence for the user), never an error.
 */
import type { ElementId, SourcePlace } from '#core/base';
import type { DiagramView, WiringGraph } from '#core/diagram';
import type { Trace } from '#core/trace';

/** A request by its name on the wire; the type parameters say what goes out and what comes back. */
export interface ServerRequest<Params, Result> {
  readonly method: `ostopo/${string}`;
  /** Never present: it carries the types. */
  readonly types?: { readonly params: Params; readonly result: Result };
}

/** The document a question is about. */
export interface DocumentParams {
  readonly uri: string;
}

/** Why there is no answer, as one sentence for the user. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
}

/** The wiring of a document as last analysed. */
export const wiringRequest: ServerRequest<WiringParams, WiringAnswer> = { method: 'ostopo/wiring' };

/** Which picture of the document: whiteboard, every host's wiring, or one host. */
export interface WiringParams extends DocumentParams {
  readonly view: DiagramView;
}

/** The graph to draw, or why there is none. `version` is the document's version it was made from. */
export type WiringAnswer = { readonly kind: 'wiring'; readonly version: number; readonly graph: WiringGraph } | Refused;

/** A packet from one endpoint to another, through everything and back. */
export const traceRequest: ServerRequest<TraceParams, TraceAnswer> = { method: 'ostopo/trace' };

/** Where a packet starts, where it goes, and what it is. */
export interface TraceParams extends DocumentParams {
  /** A name as `traceEndpointsRequest` lists it, or an address, or `internet`. */
  readonly from: string;
  readonly to: string;
  /** The words after the names on the command line: `icmp`, `tcp 443`, `udp 53 from 40000`. */
  readonly packet: string;
}

/** A trace as it travels: without the captured frames, whose bytes JSON cannot carry. */
export type TracePath = Omit<Trace, 'frames'>;

/** The trace as data and as text for people. */
export type TraceAnswer =
  | {
      readonly kind: 'traced';
      readonly trace: TracePath;
      readonly text: string;
      /** Stretches of `text` that stand for a place in the model. */
      readonly links: readonly TextLink[];
    }
  | Refused;

/** A stretch of one line of a text, in UTF-16 units from 0, and where it leads. */
export interface TextLink {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly target: SourcePlace;
}

/** Everything a packet can be sent from or to by name. */
export const traceEndpointsRequest: ServerRequest<DocumentParams, TraceEndpointsAnswer> = { method: 'ostopo/traceEndpoints' };

/** The list to pick from. */
export interface TraceEndpointsAnswer {
  readonly endpoints: readonly TraceEndpoint[];
}

/** One end of a possible trace. */
export interface TraceEndpoint {
  /** As `traceRequest` takes it: the shortest name that is not ambiguous. */
  readonly name: string;
  readonly element: ElementId;
  /** Where it runs and its addresses, for telling alike names apart. */
  readonly detail: string;
}

/** The scripts of every host. */
export const scriptsRequest: ServerRequest<DocumentParams, ScriptsAnswer> = { method: 'ostopo/scripts' };

/** Text by path relative to the output folder, with `/` between names, in path order. */
export type ScriptsAnswer = { readonly kind: 'scripts'; readonly files: Readonly<Record<string, string>> } | Refused;

/** The element under the cursor, the innermost one. */
export const elementAtRequest: ServerRequest<ElementAtParams, ElementAtAnswer> = { method: 'ostopo/elementAt' };

/** A place of the document; line and character count from 0. */
export interface ElementAtParams extends DocumentParams {
  readonly position: SourcePlace['start'];
}

/** The element, `null` where none stands (JSON has no `undefined`). */
export interface ElementAtAnswer {
  readonly element: ElementId | null;
}

/** Where an element is written. */
export const placeOfRequest: ServerRequest<PlaceOfParams, PlaceOfAnswer> = { method: 'ostopo/placeOf' };

/** The element that is looked for. */
export interface PlaceOfParams extends DocumentParams {
  readonly element: string;
}

/** Its place, `null` where it is gone. */
export interface PlaceOfAnswer {
  readonly place: SourcePlace | null;
}

/** Sent by the server whenever a document has been analysed anew: what was asked before may be asked again. */
export const ANALYSED_NOTIFICATION = 'ostopo/analysed';

/** Which document, and which version of it. */
export interface AnalysedParams extends DocumentParams {
  readonly version: number;
}

/** The changes of a refactoring, or why it cannot be done. */
export const refactorRequest: ServerRequest<RefactorParams, RefactorAnswer> = { method: 'ostopo/refactor' };

/** Which refactoring of the document's model. */
export interface RefactorParams extends DocumentParams {
  readonly call: RefactorCall;
}

/** The refactorings that a selection can have. */
export const offeredRefactoringsRequest: ServerRequest<OfferedRefactoringsParams, OfferedRefactoringsAnswer> = {
  method: 'ostopo/offeredRefactorings',
};

/** A stretch of the document; lines and characters count from 0. */
export interface OfferedRefactoringsParams extends DocumentParams {
  readonly range: Pick<SourcePlace, 'start' | 'end'>;
}

/** Each with a title that says its values, which are free and fit. */
export interface OfferedRefactoringsAnswer {
  readonly offers: readonly { readonly title: string; readonly call: RefactorCall }[];
}

/** A refactoring and the values it needs; elements are ids of the model. */
export type RefactorCall =
  | { readonly kind: 'renumber'; readonly subnet: string; readonly cidr: string }
  | { readonly kind: 'split'; readonly subnet: string; readonly name: string }
  /** `rules`: the positions, from 0, of the group's `allow` lines that move. */
  | { readonly kind: 'extract'; readonly group: string; readonly rules: readonly number[]; readonly name: string }
  | { readonly kind: 'move'; readonly vms: readonly string[]; readonly host: string }
  | { readonly kind: 'evacuate'; readonly from: string; readonly to: string }
  /** `element` `null`: the whole file. */
  | { readonly kind: 'pin'; readonly element: string | null };

/** New text by file; places count lines and UTF-16 units from 0. */
export type RefactorAnswer =
  | {
      readonly kind: 'changes';
      readonly changes: Readonly<Record<string, readonly { readonly range: Omit<SourcePlace, 'uri'>; readonly newText: string }[]>>;
    }
  | Refused;
