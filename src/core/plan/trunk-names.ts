import { type Uuid, known } from '#core/base';
import type { PlannedPort, PlannedTrunk } from './deployment.ts';
import { deviceName } from './device-name.ts';

/** The names of the two ends of a port's patch: on br-int, and on the trunk's bridge (neutron-dataplane 1.1). */
export function trunkPatchNames(port: Uuid, { kind }: PlannedTrunk): { readonly int: string; readonly trunk: string } {
  return kind === 'parent'
    ? { int: deviceName('tpi-', port), trunk: deviceName('tpt-', port) }
    : { int: deviceName('spi-', port), trunk: deviceName('spt-', port) };
}

/** The bridge of a trunk: `tbr-` and the trunk's UUID. A subport's trunk is its parent's, which is among the ports of its host. */
export function trunkBridgeName(trunk: PlannedTrunk, ports: readonly PlannedPort[]): string {
  if (trunk.kind === 'parent') return deviceName('tbr-', trunk.uuid);
  const parent = ports.find(({ id }) => id === trunk.parent)?.trunk;
  return trunkBridgeName(known(parent, `the trunk of ${trunk.parent}`), ports);
}
