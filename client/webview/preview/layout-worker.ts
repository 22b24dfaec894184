import ElkConstructor from 'elkjs/lib/elk-api.js';
import type { ElkBox, LayoutKernel } from '#core/diagram';

/**
 * The layout kernel in a worker, started when it is first needed. A page of VS Code may not start a worker from the extension's folder, only from a
 * `blob:` of its own: so the script is fetched first.
 */
export function createLayoutWorker(scriptUri: string): LayoutKernel {
  let starting: Promise<LayoutKernel> | undefined;
  return async (request) => {
    starting ??= startWorker(scriptUri);
    return (await starting)(request);
  };
}

async function startWorker(scriptUri: string): Promise<LayoutKernel> {
  const response = await fetch(scriptUri);
  if (!response.ok) throw new Error(`the layout worker could not be read: ${response.status} ${response.statusText}`);
  const script = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  const elk = new ElkConstructor({ workerFactory: () => new Worker(script) });
  // ElkBox is the part of elkjs's graph type that we use, read-only.
  return (request) => elk.layout(structuredClone(request) as Parameters<typeof elk.layout>[0]) as Promise<ElkBox>;
}
