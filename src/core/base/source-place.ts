/** A stretch of text; lines and characters count from 0 in UTF-16 units, as the Language Server Protocol counts them. */
export interface SourcePlace {
  /** The document's URI, or `inmemory:/…`. */
  readonly uri: string;
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
