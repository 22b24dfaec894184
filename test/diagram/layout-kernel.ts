import ElkConstructor from 'elkjs/lib/elk.bundled.js';
import type { ElkBox, LayoutKernel } from '#core/diagram';

/** The layout kernel in this process. */
export function createLayoutKernel(): LayoutKernel {
  const elk = new ElkConstructor();
  // ElkBox is the part of elkjs's graph type that we use, read-only.
  return (request) => elk.layout(structuredClone(request) as Parameters<typeof elk.layout>[0]) as Promise<ElkBox>;
}
