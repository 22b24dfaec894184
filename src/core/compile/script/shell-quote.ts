/**
 * The one place where shell text is made. A value put into a template of `sh` becomes exactly one word (or part of one) of
 * the command, whatever it holds: it is written bare when it is harmless and between single quotes otherwise, where a shell reads nothing but the quote itself.
 */
export interface ShellText {
  readonly shell: string;
}

type ShellValue = string | number | ShellText | readonly ShellValue[];

/** Shell text with its values quoted: sh`ip link set ${device} up`. A list becomes words with blanks between them; ShellText stays as it is. */
export function sh(template: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  let shell = template[0] ?? '';
  for (let i = 1; i < template.length; i++) shell += printValue(values[i - 1] ?? '') + (template[i] ?? '');
  return { shell };
}

/** A command over several lines, the later ones indented. */
export function continued(first: ShellText, ...rest: readonly ShellText[]): ShellText {
  return { shell: [first, ...rest].map(({ shell }) => shell).join(' \\\n  ') };
}

/** A comment line; what would end the line becomes a blank. */
export function shellComment(text: string): ShellText {
  return { shell: `# ${oneLine(text)}` };
}

/** The text as one word of bash, on one line whatever it holds. A NUL, which no word can hold, becomes U+FFFD. */
export function shellQuote(text: string): string {
  if (/^[A-Za-z0-9_%+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(text)) return text;
  const held = text.replaceAll('\0', '\u{fffd}');
  if (/\p{Cc}/u.test(held)) return `$'${held.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, escapeControl)}'`;
  return `'${held.replaceAll("'", "'\\''")}'`;
}

/** U+0080 to U+009F are controls of two bytes, which bash writes itself in a locale that has them and must not here. */
function escapeControl(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : `\\302\\${code.toString(8).padStart(3, '0')}`;
}

/** A command as it stands in the body of a function or condition. */
export function indented(command: ShellText): ShellText {
  const { shell } = command;
  if (!shell.includes('\n')) return { shell: indentedLine(shell) };
  return { shell: shell.split('\n').map(indentedLine).join('\n') };
}

function indentedLine(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** The text without line ends and other control characters, for comments in any of the files. */
export function oneLine(text: string): string {
  return /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** A string of the Open vSwitch database as `ovs-vsctl` reads it: in double quotes unless it is a plain word. */
export function ovsString(text: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text) ? text : JSON.stringify(text);
}

function printValue(value: ShellValue): string {
  if (typeof value === 'string') return shellQuote(value);
  if (typeof value === 'number') return String(value);
  if ('shell' in value) return value.shell;
  return value.map(printValue).join(' ');
}
