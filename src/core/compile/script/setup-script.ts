import type { HostView } from './host-view.ts';
import { type HostPhase, hostPhases } from './phases.ts';
import { ownerMark } from './script-files.ts';
import type { Section } from './section.ts';
import { requirements } from './sections/requirements.ts';
import { indented, oneLine, sh, shellComment, type ShellText } from './shell-quote.ts';

/** `setup.sh`: everything a host has, in named phases; what stands in it is data for the functions of lib.sh and compare.sh. */
export function setupScript(view: HostView): string {
  return [
    scriptHead(view, 'Makes what the host has; running it again changes nothing.'),
    printFunction('requirements', requirements(view)),
    ...hostPhases(view).map(printPhase),
    'set_up "$@"\n',
  ].join('\n');
}

/** `teardown.sh`: removes what setup.sh recorded, whatever state it was left in. */
export function teardownScript(view: HostView): string {
  return `${scriptHead(view, 'Removes everything setup.sh made, also after a run that was cut short.')}\nrequire_root\nrequire_open_vswitch\nundo_all\n`;
}

function printPhase({ name, purpose, sections }: HostPhase): string {
  const lines = sections.flatMap((section, i) => [...(i === 0 ? [] : [sh``]), ...sectionLines(section)]);
  return `${shellComment(`Phase ${name}: ${purpose}.`).shell}\n${printFunction(`phase_${name}`, lines)}`;
}

/** The heading with Neutron's counterpart, then each entry under its model element. */
function sectionLines({ name, title, neutron, entries }: Section): ShellText[] {
  const heading = [shellComment(`== ${name}: ${title}`), shellComment(`   Neutron: ${neutron}`)];
  return [...heading, ...entries.flatMap(({ element, why, commands }) => [shellComment(`${element}: ${why}`), ...commands])];
}

function printFunction(name: string, commands: readonly ShellText[]): string {
  return `${name}() {\n${commands.map((command) => (command.shell === '' ? '' : indented(command).shell)).join('\n')}\n}\n`;
}

function scriptHead({ fabric, plan }: HostView, what: string): string {
  return `#!/usr/bin/env bash
# ${oneLine(`${plan.name} of fabric ${fabric.name}. ${what}`)}
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)
${sh`OSTOPO_OWNER=${ownerMark(fabric.name, plan.name)}`.shell}
# shellcheck source=lib.sh
. "$here/lib.sh"
`;
}
