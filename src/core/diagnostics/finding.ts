import type { ElementId, SourcePlace } from '#core/base';
import type { FindingCode } from './catalogue.ts';

/** How much a finding matters: errors fail a check, the others do not. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something wrong with a model: what, where, why the data plane would break, and the cure, in `message`. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly place: SourcePlace;
  /** The other parties: `first used here`. */
  readonly related: readonly { readonly message: string; readonly place: SourcePlace }[];
  /** The element it is about, for marks on the picture. */
  readonly element: ElementId | undefined;
  /** What a quick fix needs: numbers and texts by name. */
  readonly data: Readonly<Record<string, string | number>>;
}
