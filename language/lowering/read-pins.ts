import type { PortPins } from '#core/model';
import type { Settings } from './read-settings.ts';
import { MAC, UUID, WHOLE_NUMBER } from './read-value.ts';

/** What is derived for a port unless it is pinned: `id`, `mac`, `ofport`. */
export function readPins(settings: Settings): PortPins {
  return { uuid: settings.value('id', UUID), mac: settings.value('mac', MAC), ofport: settings.value('ofport', WHOLE_NUMBER) };
}
