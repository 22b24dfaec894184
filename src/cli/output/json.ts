/** One JSON document, indented, with a final newline. BigInts never get here: they are printed as text before. */
export function printJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
