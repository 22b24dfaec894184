import { onceForEach } from '#core/base';
import { type IpAddress, type MacAddress, type Prefix, addressBits, netmaskValue } from '#core/net';
import { ETHERTYPE, type FieldMatch, IP_PROTO } from '#core/openflow';

/** `in_port=5` */
export const inPort = onceForEach((ofport: number): FieldMatch => ({ field: 'in_port', value: BigInt(ofport), mask: undefined }));

/** `dl_vlan=7` */
export const dlVlan = onceForEach((vlan: number): FieldMatch => ({ field: 'vlan_tci', value: 0x1000n | BigInt(vlan), mask: 0x1fffn }));

/** `vlan_tci=0x0000/0x1fff`: no tag. */
export const UNTAGGED: FieldMatch = { field: 'vlan_tci', value: 0n, mask: 0x1fffn };

/** `reg6=0x7`: the local VLAN, where a flow before has put it there. */
export const ofNetwork = onceForEach((vlan: number): FieldMatch => ({ field: 'reg6', value: BigInt(vlan), mask: undefined }));

/** `tun_id=0x16` */
export function tunId(id: number): FieldMatch {
  return { field: 'tun_id', value: BigInt(id), mask: undefined };
}

/** `dl_src=fa:16:3e:00:00:05` */
export function dlSrc(mac: MacAddress): FieldMatch {
  return { field: 'eth_src', value: mac, mask: undefined };
}

/** `dl_dst=fa:16:3e:00:00:05` */
export function dlDst(mac: MacAddress): FieldMatch {
  return { field: 'eth_dst', value: mac, mask: undefined };
}

const GROUP_BIT = 1n << 40n;

/** `dl_dst=00:00:00:00:00:00/01:00:00:00:00:00` */
export const UNICAST: FieldMatch = { field: 'eth_dst', value: 0n, mask: GROUP_BIT };

/** `dl_dst=01:00:00:00:00:00/01:00:00:00:00:00` */
export const MULTICAST: FieldMatch = { field: 'eth_dst', value: GROUP_BIT, mask: GROUP_BIT };

/** `arp` */
export const ARP: FieldMatch = { field: 'eth_type', value: ETHERTYPE.arp, mask: undefined };

/** `ip` and `ipv6`, by version. */
export const IP: Readonly<Record<4 | 6, FieldMatch>> = {
  4: { field: 'eth_type', value: ETHERTYPE.ip, mask: undefined },
  6: { field: 'eth_type', value: ETHERTYPE.ipv6, mask: undefined },
};

/** `icmp6,icmp_type=136` */
export const icmp6 = onceForEach((type: number): readonly FieldMatch[] => [
  IP[6],
  { field: 'ip_proto', value: IP_PROTO.icmpv6, mask: undefined },
  { field: 'icmpv6_type', value: BigInt(type), mask: undefined },
]);

/** `arp_op=2` */
export function arpOp(operation: number): FieldMatch {
  return { field: 'arp_op', value: BigInt(operation), mask: undefined };
}

/** `arp_tha=ff:ff:ff:ff:ff:ff` */
export function arpTha(mac: MacAddress): FieldMatch {
  return { field: 'arp_tha', value: mac, mask: undefined };
}

/** `arp_tpa=10.0.0.5` */
export function arpTpa(address: IpAddress): FieldMatch {
  return { field: 'arp_tpa', value: address.value, mask: undefined };
}

/** `arp_spa=10.9.0.0/24` */
export function arpSpa(prefix: Prefix): FieldMatch {
  return { field: 'arp_spa', ...prefixBits(prefix) };
}

/** `nd_target=fe80::f816:3eff:fe00:5` */
export function ndTarget(prefix: Prefix): FieldMatch {
  return { field: 'nd_target', ...prefixBits(prefix) };
}

function prefixBits({ address, length }: Prefix): { readonly value: bigint; readonly mask: bigint | undefined } {
  const isHost = length === addressBits(address.version);
  return { value: address.value, mask: isHost ? undefined : netmaskValue(address.version, length) };
}
