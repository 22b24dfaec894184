/** What is known of one element beyond its text: a heading and rows of label and value. Values are plain text. */
export interface Facts {
  readonly heading: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

/** The facts as Markdown: the heading, then a table. */
export function printFacts({ heading, rows }: Facts): string {
  const table =
    rows.length === 0 ? [] : ['', '| | |', '|---|---|', ...rows.map(([label, value]) => `| ${escapeCell(label)} | ${codeLines(value)} |`)];
  return [`**${escapeCell(heading)}**`, ...table].join('\n');
}

/** Each line of a value as code. */
function codeLines(value: string): string {
  return value
    .split('\n')
    .map((line) => `\`${line.replaceAll('`', '').replaceAll('|', '\\|')}\``)
    .join(' ⋅ ');
}

function escapeCell(text: string): string {
  return text.replaceAll(/[\\`*_|<>[\]]/g, '\\$&');
}
