import type { ElementId, SourcePlace } from '#core/base';
import type { Element } from '#core/model';
import { type TraceLine, traceLines } from '#core/trace';
import type { TextLink, TraceParams, TracePath } from '#protocol';

type Elements = ReadonlyMap<ElementId, Element>;

/** A trace as a document for people, and where in it stands what leads back to the model. */
export interface TraceDocument {
  readonly text: string;
  readonly links: readonly TextLink[];
}

/** Writes the trace twice: in short, then with every flow. Where a line speaks of another element than the line before, its `file:line` follows. */
export function printTraceDocument({ from, to, packet }: TraceParams, trace: TracePath, elements: Elements): TraceDocument {
  const whole = { ...trace, frames: [] };
  const short = traceLines(whole, 'story');
  const conclusion = short.at(-1)?.text ?? '';
  const document = new DocumentDraft(elements);
  document.add(`${from} → ${to}, ${packet}: ${conclusion}`);
  document.addSection('IN SHORT', short.slice(0, -1));
  document.addSection('EVERY STEP', traceLines(whole, 'flows').slice(0, -1));
  return document.finish();
}

class DocumentDraft {
  private readonly lines: string[] = [];
  private readonly links: TextLink[] = [];

  constructor(private readonly elements: Elements) {}

  add(text: string): void {
    this.lines.push(text);
  }

  addSection(title: string, lines: readonly TraceLine[]): void {
    this.lines.push('', title);
    let before: ElementId | undefined;
    for (const { text, element } of lines) {
      const place = element === before || element === undefined ? undefined : this.elements.get(element)?.places.name;
      if (place) this.addLinked(text, place);
      else this.lines.push(text);
      before = element ?? before;
    }
  }

  finish(): TraceDocument {
    return { text: `${this.lines.join('\n')}\n`, links: this.links };
  }

  private addLinked(text: string, target: SourcePlace): void {
    const label = `${target.uri.slice(target.uri.lastIndexOf('/') + 1)}:${target.start.line + 1}`;
    const start = text.length + 2;
    this.links.push({ line: this.lines.length, start, end: start + label.length, target });
    this.lines.push(`${text}  ${label}`);
  }
}
