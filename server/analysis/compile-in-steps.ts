import { type CompiledFabric, type CompiledHost, createHostCompiler } from '#core/compile';
import type { Deployment } from '#core/plan';

/** Longer than this the server is not deaf to keystrokes, unless one host takes longer. */
const MOST_STEP_MS = 10;

/** Compiles a deployment host by host, and lets what came in meanwhile go first: a large cloud takes longer than a keystroke may wait. */
export async function compileInSteps(deployment: Deployment): Promise<CompiledFabric> {
  const compile = createHostCompiler(deployment);
  const hosts: CompiledHost[] = [];
  let since = performance.now();
  for (const host of deployment.hosts) {
    if (performance.now() - since > MOST_STEP_MS) {
      await pause();
      since = performance.now();
    }
    hosts.push(compile(host));
  }
  return { deployment, hosts };
}

/** Lets what came in meanwhile go first. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
