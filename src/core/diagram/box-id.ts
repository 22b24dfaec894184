/** How much a host's boxes say: enough to follow the wires, or everything. */
export type Detail = 'brief' | 'full';

/** The id of a device's box: host and device, and the port where the device is a bridge. */
export function boxId(host: string, ...path: readonly string[]): string {
  return [host, ...path].join('/');
}
