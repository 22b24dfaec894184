import type { ElementId, SourcePlace } from '#core/base';
import type { DiagramView } from '#core/diagram';
import type { TracePath, WiringAnswer } from './server-requests.ts';

/*
 * The preview page and its host talk by `postMessage`. The host says `changed`; the page pulls when it is idle, one pull in flight, and
 * the host answers each pull once with the same number. Everything else is overlay: marked element, trace.
 */

/** What the host tells the page. */
export type MessageToPage =
  | { readonly kind: 'changed' }
  | { readonly kind: 'picture'; readonly pull: number; readonly answer: WiringAnswer }
  /** The element the cursor is in, `null` for none. */
  | { readonly kind: 'select'; readonly element: ElementId | null }
  /** The trace to lay over the picture, `null` to take it away. */
  | { readonly kind: 'trace'; readonly trace: TracePath | null }
  | { readonly kind: 'show'; readonly view: DiagramView };

/** What the page tells its host. */
export type MessageFromPage =
  /** The page listens; sent once. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'pull'; readonly pull: number; readonly view: DiagramView }
  /** The user wants to see where an element stands in the text. */
  | { readonly kind: 'reveal'; readonly element: ElementId; readonly place: SourcePlace | null }
  /** A pull was dealt with: its number, and how many boxes were drawn (0 where there was nothing to draw). */
  | { readonly kind: 'drawn'; readonly pull: number; readonly nodes: number }
  /** A program's mistake in the page, for the log. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * What the host writes on the page's `<body>` as `data-*` attributes (`data-document`, `data-elk-worker`). The page's only script is
 * `dist/webview/preview.js`, its Content-Security-Policy lets in that script by nonce, inline styles, workers from `blob:` and fetches from the
 * extension's own folder (for `elkWorker`, which a page fetches and starts from a `blob:`).
 */
export interface PageAttributes {
  /** URI of the model. The page keeps `{ document }` with `setState`, which is what the host is handed back after a reload. */
  readonly document: string;
  /** Address of `dist/webview/elk-worker.js`. */
  readonly elkWorker: string;
}
