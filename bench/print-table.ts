/** Prints a table: the first column to the left, the others to the right. */
export function printTable(heading: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = heading.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  for (const line of [heading, ...lines])
    console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
}
