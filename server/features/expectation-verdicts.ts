import type { CancellationToken } from 'vscode-languageserver';
import type { ElementId } from '#core/base';
import { createNetwork } from '#core/dataplane';
import { type ExpectationResult, decideExpectation } from '#core/trace';
import type { Analysis } from '../analysis/analysis.ts';
import { pause } from '../analysis/pause.ts';

/** Expectations decided for one version of a text; those beyond are not looked at while one types. */
const MOST_DECIDED = 50;

/** What tracing says of expectations, decided in the background, one between two keystrokes, and kept for the version of the text. */
export class ExpectationVerdicts {
  private readonly known = new WeakMap<Analysis, Map<ElementId, ExpectationResult>>();
  private readonly running = new WeakMap<Analysis, Promise<void>>();

  /** The verdicts there are so far. */
  of(analysis: Analysis): ReadonlyMap<ElementId, ExpectationResult> {
    return this.known.get(analysis) ?? new Map();
  }

  /** Whether all are decided that will be. */
  isDone(analysis: Analysis): boolean {
    return this.of(analysis).size >= Math.min(MOST_DECIDED, analysis.topology.expectations.length);
  }

  /** Decides what is not decided yet; `isCurrent` turns false when nobody wants to know any more. */
  decide(analysis: Analysis, isCurrent: () => boolean, token?: CancellationToken): Promise<void> {
    const running = this.running.get(analysis) ?? this.run(analysis, () => isCurrent() && token?.isCancellationRequested !== true);
    this.running.set(analysis, running);
    return running;
  }

  private async run(analysis: Analysis, goOn: () => boolean): Promise<void> {
    const verdicts = this.known.get(analysis) ?? new Map<ElementId, ExpectationResult>();
    this.known.set(analysis, verdicts);
    try {
      for (const expectation of analysis.topology.expectations.slice(0, MOST_DECIDED)) {
        await pause();
        if (!goOn()) return;
        if (!verdicts.has(expectation.id))
          verdicts.set(expectation.id, decideExpectation(createNetwork(await analysis.compiled()), expectation));
      }
    } finally {
      this.running.delete(analysis);
    }
  }
}
