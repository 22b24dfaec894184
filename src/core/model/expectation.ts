import type { ElementId } from '#core/base';
import type { IpAddress } from '#core/net';
import type { Element } from './element.ts';

/** One end of an expectation or a trace. */
export type Endpoint =
  | { readonly kind: 'vm' | 'port' | 'tenant' | 'network'; readonly id: ElementId }
  | { readonly kind: 'address'; readonly address: IpAddress }
  | { readonly kind: 'internet' };

/** The packet a person has in mind: `icmp`, `tcp 443`, `udp 53 from 40000`, `df size 1450`, `ttl 1`. */
export interface PacketSpec {
  readonly protocol: 'icmp' | 'tcp' | 'udp' | 'arp' | 'dhcp';
  readonly destinationPort: number | undefined;
  readonly sourcePort: number | undefined;
  /** Time to live of the first packet, 64 unless written. */
  readonly ttl: number | undefined;
  /** Length of the IP packet in bytes, headers included; 84 for icmp (ping's default) unless written. */
  readonly sizeBytes: number | undefined;
  readonly dontFragment: boolean;
}

/** One `expect` line: who must, or must never, reach whom, and with what. */
export interface Expectation extends Element {
  /** The quoted name, where there is one. */
  readonly label: string | undefined;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** `reaches` or `never reaches`. */
  readonly never: boolean;
  /** `undefined`: any packet (`never reaches` without `with`); `reaches` without `with` means icmp. */
  readonly packet: PacketSpec | undefined;
  /** The host or router the packet must pass. */
  readonly via: ElementId | undefined;
}
