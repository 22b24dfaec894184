import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The network cards in the physical bridges. */
export function uplinkSection({ plan }: HostView): Section {
  const entries = plan.bridges.flatMap((bridge) =>
    bridge.ports
      .filter((port) => port.kind === 'uplink')
      .map((port) =>
        entry(
          port.element,
          `${port.device} carries ${bridge.physicalNetwork ?? bridge.name}`,
          sh`checksums_in_software ${port.device}`,
          sh`add_port ${bridge.name} ${port.name} ${port.ofport}`,
          sh`device_up ${port.device}`,
        ),
      ),
  );
  return { name: 'uplinks', title: 'network cards in the physical bridges', neutron: 'none: whoever installs the host does it', entries };
}
