import type { ElementId } from '#core/base';
import { type ShellText, shellComment } from './shell-quote.ts';

/** A phase of setup.sh: a heading, and under it the commands, each with the model element it serves. */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** Commands that belong together, and why they are there. */
export interface Entry {
  readonly why: string;
  readonly commands: readonly ShellText[];
}

/** An entry for a model element: `port:demo.vm-1.net-1: plugs vm-1 in`. */
export function entry(element: ElementId, why: string, ...commands: readonly ShellText[]): Entry {
  return { why: `${element}: ${why}`, commands };
}

/** The text of a section, nothing when it has no entries. */
export function printSection(section: Section): string {
  if (section.entries.length === 0) return '';
  const entries = section.entries.map(({ why, commands }) => `${[shellComment(why), ...commands].map(({ shell }) => shell).join('\n')}\n`);
  return `\n### ${section.title}\n\n${entries.join('\n')}`;
}
