import type { ElementId } from '#core/base';
import type { DiagramView } from '#core/diagram';
import { type Services, registerCommand } from '../infrastructure/services.ts';
import type { WiringPreviews } from './wiring-previews.ts';

/** The command “Preview Wiring”. It returns the number of boxes the page has drawn. */
export function registerPreviewWiring(services: Services, previews: WiringPreviews): void {
  registerCommand(services, 'ostopo.previewWiring', 'previewing the wiring', async (argument) => {
    const model = await services.sources.current(modelOf(argument));
    return previews.open(model.uri, viewOf(argument));
  });
}

/** A code lens says which host: `{ uri, host }`. */
function viewOf(argument: unknown): DiagramView | undefined {
  if (typeof argument !== 'object' || argument === null || !('host' in argument) || typeof argument.host !== 'string') return undefined;
  return { kind: 'host', host: argument.host as ElementId }; // as the server wrote it
}

function modelOf(argument: unknown): unknown {
  return typeof argument === 'object' && argument !== null && 'host' in argument && 'uri' in argument ? argument.uri : argument;
}
