import { ast } from '#language';
import type { ValueProposal } from './proposal.ts';

/** Options of DHCPv4 that people set for a port, as dnsmasq calls them (`dnsmasq --help dhcp`), with their numbers (RFC 2132, 3397, 5859) and a value. */
const OPTIONS: readonly (ValueProposal & { readonly value: string })[] = [
  { text: 'bootfile-name', detail: '67: what is booted over the network', value: 'pxelinux.0' },
  { text: 'tftp-server', detail: '66: the name of the server it is fetched from', value: 'boot.example' },
  { text: 'tftp-server-address', detail: '150: the address of that server', value: '10.0.0.9' },
  { text: 'domain-name', detail: '15: the domain of names without one', value: 'cloud.example' },
  { text: 'domain-search', detail: '119: domains to look names up in', value: 'cloud.example' },
  { text: 'ntp-server', detail: '42: time servers', value: '10.0.0.9' },
  { text: 'mtu', detail: '26: the MTU of the guest’s device', value: '1400' },
];

/** The options that a port's block does not set yet. */
export function openDhcpOptions(port: ast.VmPort): typeof OPTIONS {
  const written = new Set(port.properties.filter(ast.isDhcpOption).map((item) => (item as Partial<ast.DhcpOption>).option)); // recovery may leave it out
  return OPTIONS.filter(({ text }) => !written.has(text));
}
