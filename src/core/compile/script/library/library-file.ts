import { BRIDGES } from './bridges.ts';
import { CHECKS } from './checks.ts';
import { DEVICES } from './devices.ts';
import { DHCP } from './dhcp.ts';
import { FIREWALL } from './firewall.ts';
import { FRAME } from './frame.ts';
import { NAMESPACES } from './namespaces.ts';
import { UNDO } from './undo.ts';

const HEAD = `# shellcheck shell=bash disable=SC2154
# Functions of setup.sh and teardown.sh. Both set, before they read this file:
#   here           the folder of the scripts
#   OSTOPO_OWNER   the fabric and the host: what is made carries this mark
`;

/** `lib.sh`: the same text for every host, so that setup.sh reads as a list of what the host has. */
export function libraryFile(): string {
  const parts: readonly (readonly [string, string])[] = [
    ['Frame', FRAME],
    ['Checks', CHECKS],
    ['Devices and addresses', DEVICES],
    ['Open vSwitch', BRIDGES],
    ['Namespaces and guests', NAMESPACES],
    ['Packet filter', FIREWALL],
    ['DHCP', DHCP],
    ['Removal', UNDO],
  ];
  return [HEAD, ...parts.map(([title, text]) => `### ${title}\n\n${text}`)].join('\n');
}
