import type { ElementId, SourcePlace } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import type { Finding } from '#core/diagnostics';

/** What a picture is made from: what is wired (and only that), what is wrong, and where each element is written. */
export interface DiagramInput {
  readonly fabric: CompiledFabric;
  readonly findings: readonly Finding[];
  readonly placeOf: (element: ElementId) => SourcePlace | undefined;
}
