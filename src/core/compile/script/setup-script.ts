import type { HostView } from './host-view.ts';
import { printSection } from './section.ts';
import { addressSection, bridgeSection, flowSection } from './sections/bridge-section.ts';
import { checkSection } from './sections/check-section.ts';
import { firewallSection } from './sections/firewall-section.ts';
import { dhcpSection, namespaceSection } from './sections/namespace-section.ts';
import { guestSection, vifSection } from './sections/vif-section.ts';
import { oneLine, sh } from './shell-quote.ts';

/** `setup.sh`: everything a host has, in the order in which it can be made. */
export function setupScript(view: HostView): string {
  const sections = [
    checkSection,
    firewallSection,
    bridgeSection,
    flowSection,
    addressSection,
    guestSection,
    vifSection,
    namespaceSection,
    dhcpSection,
  ];
  return (
    scriptHead(view, 'Makes what the host has; running it again changes nothing.') +
    sections.map((section) => printSection(section(view))).join('')
  );
}

/** `teardown.sh`: removes what setup.sh recorded, whatever state it was left in. */
export function teardownScript(view: HostView): string {
  return `${scriptHead(view, 'Removes everything setup.sh made, also after a run that was cut short.')}\nrequire_root\nrequire_open_vswitch\nundo_all\n`;
}

function scriptHead({ fabric, plan }: HostView, what: string): string {
  return `#!/usr/bin/env bash
# ${oneLine(`${plan.name} of fabric ${fabric.name}. ${what}`)}
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)
${sh`OSTOPO_OWNER=${`${fabric.name}@${plan.name}`.replaceAll('/', '_')}`.shell}
# shellcheck source=lib.sh
. "$here/lib.sh"
`;
}
