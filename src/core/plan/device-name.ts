import type { Uuid } from '#core/base';

/** Prefixes of the devices Neutron and os-vif make for a port (neutron-dataplane 1.1). */
export type DevicePrefix = 'tap' | 'qvo' | 'qvb' | 'qbr' | 'qr-';

/** A port's device name as Neutron cuts it: the prefix and the first 11 characters of the UUID, `qvo95d96a75-a0`. */
export function deviceName(prefix: DevicePrefix, port: Uuid): string {
  return prefix + port.slice(0, 11);
}
