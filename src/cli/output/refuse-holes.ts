import { type Finding, leavesOut } from '#core/diagnostics';
import { CommandError, EXIT } from '../exit-code.ts';
import { commandHint } from './command-hint.ts';
import { printPlace } from './print-findings.ts';

/** Places named in the line that says why nothing is written; the rest is counted. */
const NAMED = 3;

/** Ends the command where errors leave something out of the model: what is written may be run, so it is never less than the model says. */
export function refuseHoles(findings: readonly Finding[], file: string, out: string): void {
  const holes = findings.filter(({ code, severity }) => severity === 'error' && leavesOut(code));
  if (holes.length === 0) return;
  const named = holes.slice(0, NAMED).map(({ code, place }) => `${printPlace(place)} ${code}`);
  const more = holes.length > NAMED ? [`${String(holes.length - NAMED)} more`] : [];
  throw new CommandError(
    `${out} is left as it is, for errors leave something out of the model: ${[...named, ...more].join(', ')}; "${commandHint('check', file)}" tells them`,
    EXIT.failed,
  );
}
