import type { ElementId } from '#core/base';

/** A line of a printed trace and the model element it speaks of. */
export interface TraceLine {
  readonly text: string;
  readonly element: ElementId | undefined;
}

/** A line, indented two spaces per level. */
export function line(level: number, text: string, element?: ElementId): TraceLine {
  return { text: `${'  '.repeat(level)}${text}`, element };
}
