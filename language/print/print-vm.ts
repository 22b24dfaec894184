import { qualifiedName } from '#core/base';
import type { BandwidthLimit, DhcpOption, PacketLimit, PortQos, Vm, VmPort } from '#core/model';
import { printAddress, printMac, printPrefix } from '#core/net';
import { printPins } from './print-pins.ts';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, block, line, list, property, toggle } from './statement.ts';

/** A VM's block with its ports. */
export function printVm(vm: Vm, ports: readonly VmPort[], own: string, names: NameSpelling): Statement {
  const on = vm.host === undefined ? '' : ` on ${names.global(vm.host)}`;
  const listens = list(
    'listens',
    vm.listens.map(({ protocol, port }, i) => `${protocol === (vm.listens[i - 1]?.protocol ?? '') ? '' : `${protocol} `}${String(port)}`),
  );
  return block(`vm ${vm.name}${on}`, [...ports.map((port) => printPort(port, own, names)), listens]);
}

/** `mac` before `allowed-address`: after one it would be that address's own. */
function printPort(port: VmPort, own: string, names: NameSpelling): Statement {
  const network = names.inTenants(port.network, own);
  const as = port.name === qualifiedName(port.network).split('.').at(-1) ? '' : ` as ${port.name}`;
  return block(`port ${network}${as}`, [
    list('ip', port.addresses.map(printAddress)),
    ...printPins(port),
    printSecurity(port.securityGroups, own, names),
    toggle('port-security', port.portSecurity, true),
    property('trunk-id', port.trunkUuid),
    printSubport(port.subport),
    property('binding', port.binding === 'normal' ? undefined : port.binding),
    port.adminUp ? undefined : line('admin-state down'),
    list('local-ip', port.localIps.map(printAddress)),
    printQos(port.qos),
    ...port.dhcpOptions.map(printDhcpOption),
    ...port.allowedAddresses.map(({ prefix, written, mac }) =>
      line(`allowed-address ${printPrefix(written ?? prefix)}${mac === undefined ? '' : ` mac ${printMac(mac)}`}`),
    ),
  ]);
}

function printSecurity(groups: VmPort['securityGroups'], own: string, names: NameSpelling): Statement | undefined {
  if (!groups) return undefined;
  return groups.length === 0
    ? line('security none')
    : list(
        'security',
        groups.map((group) => names.inTenants(group, own)),
      );
}

function printSubport(subport: VmPort['subport']): Statement | undefined {
  if (!subport) return undefined;
  const parent = qualifiedName(subport.parent).split('.').at(-1) ?? '';
  return line(`subport-of ${parent}${subport.vlan === undefined ? '' : ` vlan ${String(subport.vlan)}`}`);
}

/** Plain numbers, addresses and file names are words; everything else stands between quotes, where no word is a keyword and no bracket a turn. */
function printDhcpOption({ option, value, version }: DhcpOption): Statement {
  const spelled = /^(\d+|[\w-]+(\.[\w-]+)+)$/.test(value) ? value : `"${value}"`;
  return line(`dhcp-option ${option} ${spelled}${version === 6 ? ' ipv6' : ''}`);
}

function printQos({ ingress, egress, packets, guaranteedKbps, dscp }: PortQos): Statement | undefined {
  const statement = block('qos', [
    ingress && line(`limit ingress ${printLimit(ingress)}`),
    egress && line(`limit egress ${printLimit(egress)}`),
    packets.ingress && line(`limit ingress ${printPacketLimit(packets.ingress)}`),
    packets.egress && line(`limit egress ${printPacketLimit(packets.egress)}`),
    ...(['ingress', 'egress'] as const).map((direction) => {
      const kilobits = guaranteedKbps[direction];
      return kilobits === undefined ? undefined : line(`guarantee ${direction} ${printKilobits(kilobits)}`);
    }),
    property('dscp', dscp),
  ]);
  return statement.body.length === 0 ? undefined : statement;
}

function printLimit({ rateKbps, burstKbits }: BandwidthLimit): string {
  return printKilobits(rateKbps) + (burstKbits === undefined ? '' : ` burst ${printKilobits(burstKbits)}`);
}

function printPacketLimit({ ratePps, burstPackets }: PacketLimit): string {
  return printPackets(ratePps) + (burstPackets === undefined ? '' : ` burst ${printPackets(burstPackets)}`);
}

/** In the largest unit that leaves a whole number. */
function printPackets(packets: number): string {
  return packets > 0 && packets % 1000 === 0 ? `${String(packets / 1000)}kpps` : `${String(packets)}pps`;
}

/** In the largest unit that leaves a whole number. */
function printKilobits(kilobits: number): string {
  if (kilobits > 0 && kilobits % 1_000_000 === 0) return `${String(kilobits / 1_000_000)}gbit`;
  return kilobits > 0 && kilobits % 1000 === 0 ? `${String(kilobits / 1000)}mbit` : `${String(kilobits)}kbit`;
}
