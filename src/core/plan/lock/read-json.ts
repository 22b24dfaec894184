/** A JSON value that knows where it stands: offsets in the text, `end` exclusive. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
);

/** One entry of an object. */
export interface JsonEntry {
  readonly key: string;
  /** Where the key stands. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonNode;
}

/** Why a text is no JSON, and where. */
export interface JsonError {
  readonly error: string;
  readonly start: number;
  readonly end: number;
}

/** Lock files are flat: what is nested deeper is not read. */
const DEEPEST = 16;

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'mark' | 'string' | 'number' | 'word';
}

/** Reads JSON (RFC 8259) with the places of its parts; a key that an object has twice is an error too. */
export function readJson(text: string): JsonNode | JsonError {
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) return tokens;
  const reader: Reader = { tokens, at: 0, length: text.length };
  const node = readNode(reader, 0);
  const next = tokens[reader.at];
  return 'error' in node || !next ? node : unexpected(reader, 'the end of the file');
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly length: number;
  at: number;
}

function readTokens(text: string): Token[] | JsonError {
  const pattern = new RegExp(TOKEN);
  const tokens: Token[] = [];
  const last = text.trimEnd().length;
  for (let at = 0; at < last; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return unreadable(text, at);
    const [whole, mark, string, number] = match;
    const image = whole.trimStart();
    const end = at + whole.length;
    const kind = mark !== undefined ? 'mark' : string !== undefined ? 'string' : number !== undefined ? 'number' : 'word';
    tokens.push({ text: image, start: end - image.length, end, kind });
  }
  return tokens;
}

function unreadable(text: string, from: number): JsonError {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const isConflict = /^(<{7}|={7}|>{7}|\|{7})/.test(line);
  return {
    error: isConflict ? 'the mark of a merge conflict stands here' : 'this is no JSON',
    start,
    end: start + Math.max(1, line.length),
  };
}

function readNode(reader: Reader, depth: number): JsonNode | JsonError {
  const token = reader.tokens[reader.at];
  if (!token || depth > DEEPEST) return unexpected(reader, 'a value');
  reader.at += 1;
  const { start, end } = token;
  if (token.kind !== 'mark') return { kind: 'value', value: JSON.parse(token.text) as string | number | boolean | null, start, end }; // the tokens are JSON's
  if (token.text === '{') return readObject(reader, start, depth);
  if (token.text === '[') return readList(reader, start, depth);
  reader.at -= 1;
  return unexpected(reader, 'a value');
}

function readList(reader: Reader, start: number, depth: number): JsonNode | JsonError {
  const items: JsonNode[] = [];
  const closed = takeClosing(reader, ']');
  if (closed) return { kind: 'list', items, start, end: closed.end };
  for (;;) {
    const item = readNode(reader, depth + 1);
    if ('error' in item) return item;
    items.push(item);
    const next = takeSeparator(reader, ']');
    if (next === undefined) return unexpected(reader, '`,` or `]`');
    if (next.text === ']') return { kind: 'list', items, start, end: next.end };
  }
}

function readObject(reader: Reader, start: number, depth: number): JsonNode | JsonError {
  const entries: JsonEntry[] = [];
  const seen = new Set<string>();
  const closed = takeClosing(reader, '}');
  if (closed) return { kind: 'object', entries, start, end: closed.end };
  for (;;) {
    const key = reader.tokens[reader.at];
    if (key?.kind !== 'string') return unexpected(reader, 'a key in quotes');
    const name = JSON.parse(key.text) as string; // a string by its token
    if (seen.has(name)) return { error: `${key.text} stands here twice`, start: key.start, end: key.end };
    seen.add(name);
    reader.at += 1;
    if (reader.tokens[reader.at]?.text !== ':') return unexpected(reader, '`:`');
    reader.at += 1;
    const value = readNode(reader, depth + 1);
    if ('error' in value) return value;
    entries.push({ key: name, start: key.start, end: key.end, value });
    const next = takeSeparator(reader, '}');
    if (next === undefined) return unexpected(reader, '`,` or `}`');
    if (next.text === '}') return { kind: 'object', entries, start, end: next.end };
  }
}

function takeClosing(reader: Reader, mark: ']' | '}'): Token | undefined {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'mark' || token.text !== mark) return undefined;
  reader.at += 1;
  return token;
}

function takeSeparator(reader: Reader, closing: ']' | '}'): Token | undefined {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'mark' || (token.text !== ',' && token.text !== closing)) return undefined;
  reader.at += 1;
  return token;
}

function unexpected({ tokens, at, length }: Reader, wanted: string): JsonError {
  const token = tokens[at];
  if (!token) return { error: `expected ${wanted}, found the end of the file`, start: Math.max(0, length - 1), end: length };
  return { error: `expected ${wanted}, found ${token.text.slice(0, 40)}`, start: token.start, end: token.end };
}
