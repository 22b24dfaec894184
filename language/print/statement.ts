/** One statement to print: its words, and what stands in its block. */
export interface Statement {
  readonly head: string;
  readonly body: readonly Statement[];
  /** Each statement of the block on a line of its own, even where one line would hold them. */
  readonly expanded?: boolean;
  /** An empty line before it. */
  readonly apart?: boolean;
}

/** A statement without a block. */
export function line(head: string): Statement {
  return { head, body: [] };
}

/** A statement with a block, which is left out where nothing stands in it. */
export function block(
  head: string,
  body: readonly (Statement | undefined)[],
  layout: Pick<Statement, 'expanded' | 'apart'> = {},
): Statement {
  return { head, body: body.filter((statement) => statement !== undefined), ...layout };
}

/** `KEYWORD VALUE`, or nothing where there is no value. */
export function property(keyword: string, value: string | number | undefined): Statement | undefined {
  return value === undefined ? undefined : line(`${keyword} ${String(value)}`);
}

/** `KEYWORD`, where it holds. */
export function flag(keyword: string, holds: boolean): Statement | undefined {
  return holds ? line(keyword) : undefined;
}

/** `KEYWORD on|off`, where that is not the default. */
export function toggle(keyword: string, value: boolean | undefined, byDefault?: boolean): Statement | undefined {
  return value === undefined || value === byDefault ? undefined : line(`${keyword} ${value ? 'on' : 'off'}`);
}

/** `KEYWORD A, B`, where there is any. */
export function list(keyword: string, values: readonly string[]): Statement | undefined {
  return values.length === 0 ? undefined : line(`${keyword} ${values.join(', ')}`);
}

/** Longest line, as the formatter has it. */
const MAX_COLUMNS = 120;

/** Statements as text in the house style: blocks on one line where they fit, properties two spaces apart. */
export function printStatements(statements: readonly Statement[]): string {
  return statements.flatMap((statement, i) => [...(statement.apart && i > 0 ? [''] : []), ...printLines(statement, 0)]).join('\n') + '\n';
}

function printLines(statement: Statement, indent: number): string[] {
  const spaces = ' '.repeat(indent);
  const { head, body } = statement;
  const inline = printInline(statement);
  if (inline !== undefined && indent + inline.length <= MAX_COLUMNS) return [spaces + inline];
  const inner = body.flatMap((child, i) => [...(child.apart && i > 0 ? [''] : []), ...printLines(child, indent + 2)]);
  return [`${spaces}${head} {`, ...inner, `${spaces}}`];
}

function printInline({ head, body, expanded }: Statement): string | undefined {
  if (body.length === 0) return head;
  if (expanded) return undefined;
  const parts = body.map(printInline);
  return parts.includes(undefined) ? undefined : `${head} { ${parts.join('  ')} }`;
}

/** Stands for a name or value that a model made of a faulty text does not have: no name can be called so, and reading it is a finding. */
export const HOLE = '?';
