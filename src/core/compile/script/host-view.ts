import type { CompiledHost } from '#core/compile';
import type { HostPlan, Surroundings } from '#core/plan';

/** What the sections of a host's script are written from. */
export interface HostView extends Surroundings {
  readonly compiled: CompiledHost;
  readonly plan: HostPlan;
}

/** Looks at a compiled host in its surroundings. */
export function viewHost(surroundings: Surroundings, compiled: CompiledHost): HostView {
  return { ...surroundings, compiled, plan: compiled.plan };
}
