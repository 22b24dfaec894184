import { ADDRESSES } from './addresses.ts';
import { BRIDGES } from './bridges.ts';
import { CHECKS } from './checks.ts';
import { COMPARE_DEVICES } from './compare/devices.ts';
import { COMPARE_FIREWALL } from './compare/firewall.ts';
import { COMPARE_FRAME } from './compare/frame.ts';
import { COMPARE_LIMITS } from './compare/limits.ts';
import { COMPARE_NAMESPACES } from './compare/namespaces.ts';
import { COMPARE_SERVICES } from './compare/services.ts';
import { COMPARE_SWITCH } from './compare/switch.ts';
import { DAEMONS } from './daemons.ts';
import { DEVICES } from './devices.ts';
import { DHCP } from './dhcp.ts';
import { FIREWALL } from './firewall.ts';
import { FRAME } from './frame.ts';
import { GUESTS } from './guests.ts';
import { JOURNAL } from './journal.ts';
import { LIMITS } from './limits.ts';
import { NAMESPACES } from './namespaces.ts';
import { PROCESSES } from './processes.ts';
import { PHASES } from './phases.ts';
import { REPLICAS } from './replicas.ts';
import { UNDO } from './undo.ts';

type Part = readonly [title: string, text: string];

const LIBRARY: readonly Part[] = [
  ['Frame', FRAME],
  ['Record of what was made', JOURNAL],
  ['Phases', PHASES],
  ['Checks', CHECKS],
  ['Devices', DEVICES],
  ['Open vSwitch', BRIDGES],
  ['Limits', LIMITS],
  ['Addresses', ADDRESSES],
  ['Namespaces', NAMESPACES],
  ['Guests', GUESTS],
  ['Packet filter', FIREWALL],
  ['Processes', PROCESSES],
  ['Daemons', DAEMONS],
  ['DHCP', DHCP],
  ['Highly available routers', REPLICAS],
  ['Removal', UNDO],
];

const COMPARE: readonly Part[] = [
  ['Frame', COMPARE_FRAME],
  ['Open vSwitch', COMPARE_SWITCH],
  ['Limits', COMPARE_LIMITS],
  ['Devices and addresses', COMPARE_DEVICES],
  ['Namespaces and guests', COMPARE_NAMESPACES],
  ['Packet filter', COMPARE_FIREWALL],
  ['Processes', COMPARE_SERVICES],
];

const LIBRARY_HEAD = `# shellcheck shell=bash disable=SC2154
# Functions of setup.sh and teardown.sh. Both set, before they read this file:
#   here           the folder of the scripts
#   OSTOPO_OWNER   the fabric and the host: what is made carries this mark
`;

const COMPARE_HEAD = `# shellcheck shell=bash disable=SC2034,SC2154
# setup.sh --check: the functions that setup.sh calls once more, under the same names. Those of lib.sh make; these compare with what is there.
`;

/** `lib.sh`: the same text for every host, so that setup.sh reads as a list of what the host has. */
export function libraryFile(phases: readonly string[]): string {
  return printParts(`${LIBRARY_HEAD}\nphases=(${phases.join(' ')})\n`, LIBRARY);
}

/** `compare.sh`: a function for each that setup.sh calls, which compares instead of making. */
export function compareFile(): string {
  return printParts(COMPARE_HEAD, COMPARE);
}

function printParts(head: string, parts: readonly Part[]): string {
  return [head, ...parts.map(([title, text]) => `### ${title}\n\n${text}`)].join('\n');
}
