import type { HostView } from './host-view.ts';
import type { Section, SectionWriter } from './section.ts';
import { addressSetSection } from './sections/address-sets.ts';
import { bridgeSection } from './sections/bridges.ts';
import { dhcpServerSection } from './sections/dhcp-servers.ts';
import { flowSection } from './sections/flows.ts';
import { guaranteeSection } from './sections/guarantees.ts';
import { guestAddressSection } from './sections/guest-addresses.ts';
import { guestTapSection } from './sections/guest-taps.ts';
import { hostAddressSection } from './sections/host-addresses.ts';
import { hostRuleSection } from './sections/host-rules.ts';
import { hybridPlugSection } from './sections/hybrid-plugs.ts';
import { hybridTapSection } from './sections/hybrid-taps.ts';
import { ingressLimitSection } from './sections/ingress-limits.ts';
import { meterSection } from './sections/meters.ts';
import { namespaceAddressSection } from './sections/namespace-addresses.ts';
import { namespaceDaemonSection } from './sections/namespace-daemons.ts';
import { namespaceDeviceSection } from './sections/namespace-devices.ts';
import { namespaceLinkSection } from './sections/namespace-links.ts';
import { namespaceRuleSection } from './sections/namespace-rules.ts';
import { patchPortSection } from './sections/patch-ports.ts';
import { routerReplicaSection } from './sections/router-replicas.ts';
import { sharedCardSection } from './sections/shared-cards.ts';
import { trunkTapSection } from './sections/trunk-taps.ts';
import { tunnelPortSection } from './sections/tunnel-ports.ts';
import { uplinkSection } from './sections/uplinks.ts';
import { vifPortSection } from './sections/vif-ports.ts';
import { virtualFunctionSection } from './sections/virtual-functions.ts';

/** The phases of setup.sh in the order in which they run; lib.sh knows them by these names (`--phase NAME`). */
export const PHASE_NAMES = ['bridges', 'ports', 'patches', 'tunnels', 'flows', 'namespaces', 'addresses', 'iptables', 'services'] as const;

/** The name of a phase, as `--phase` takes it. */
export type PhaseName = (typeof PHASE_NAMES)[number];

interface Phase {
  readonly purpose: string;
  readonly sections: readonly SectionWriter[];
}

/**
 * What each phase makes. A phase may rely on those before it, and each may be run again at any time. A bridge passes nothing until it has its flows, and a
 * hybrid plug nothing until its rules are there: the tap joins last.
 */
const PHASES: Readonly<Record<PhaseName, Phase>> = {
  bridges: { purpose: 'the bridges, secure: without flows they pass nothing', sections: [bridgeSection] },
  ports: {
    purpose: 'network cards, VMs and the agents’ own ports on the bridges',
    sections: [
      uplinkSection,
      guestTapSection,
      hybridPlugSection,
      trunkTapSection,
      vifPortSection,
      ingressLimitSection,
      guaranteeSection,
      virtualFunctionSection,
      sharedCardSection,
    ],
  },
  patches: { purpose: 'the bridges joined to each other', sections: [patchPortSection] },
  tunnels: { purpose: 'the ways to the other hosts', sections: [tunnelPortSection] },
  flows: { purpose: 'every bridge’s flows, replaced as a whole', sections: [meterSection, flowSection] },
  namespaces: { purpose: 'the agents’ namespaces and the devices in them', sections: [namespaceDeviceSection, namespaceLinkSection] },
  addresses: {
    purpose: 'addresses and routes, of the host, of the namespaces and of the guests',
    sections: [hostAddressSection, namespaceAddressSection, guestAddressSection],
  },
  iptables: {
    purpose: 'the packet filters, and then the taps they filter',
    sections: [addressSetSection, hostRuleSection, namespaceRuleSection, hybridTapSection],
  },
  services: { purpose: 'the agents’ processes', sections: [namespaceDaemonSection, dhcpServerSection, routerReplicaSection] },
};

/** A phase as it is for one host. */
export interface HostPhase {
  readonly name: PhaseName;
  readonly purpose: string;
  readonly sections: readonly Section[];
}

/** The phases that have something to do on a host, with their sections. */
export function hostPhases(view: HostView): HostPhase[] {
  return PHASE_NAMES.flatMap((name) => {
    const { purpose, sections } = PHASES[name];
    const written = sections.map((section) => section(view)).filter(({ entries }) => entries.length > 0);
    return written.length > 0 ? [{ name, purpose, sections: written }] : [];
  });
}
