/** Where a command writes: results to `out`, progress and findings for people to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colours for text on stdout and on stderr. */
  readonly paintOut: Palette;
  readonly paintErr: Palette;
}

/** Wraps text in a colour, or leaves it alone where colour is not wanted. */
export interface Palette {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** SGR sequences (ECMA-48) or plain text. */
export function createPalette(coloured: boolean): Palette {
  const paint = (code: number) => (text: string) => (coloured ? `\u001b[${String(code)}m${text}\u001b[0m` : text);
  return { red: paint(31), yellow: paint(33), green: paint(32), blue: paint(34), dim: paint(2), bold: paint(1) };
}

/** The process's own streams; colour only on a terminal and unless `NO_COLOR` is set (no-color.org). */
export function createTerminal(): Terminal {
  const wanted = (stream: NodeJS.WriteStream) => stream.isTTY && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    paintOut: createPalette(wanted(process.stdout)),
    paintErr: createPalette(wanted(process.stderr)),
  };
}
