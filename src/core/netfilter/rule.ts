import type { ElementId } from '#core/base';
import type { IpAddress, MacAddress, Prefix } from '#core/net';

/** One condition of an iptables rule (iptables-extensions(8)); printed in the order given. */
export type RuleMatch =
  | { readonly kind: 'source' | 'destination'; readonly prefix: Prefix; readonly negated: boolean }
  | { readonly kind: 'protocol'; readonly protocol: string }
  | { readonly kind: 'in-interface' | 'out-interface'; readonly device: string; readonly negated: boolean }
  | { readonly kind: 'physdev'; readonly direction: 'in' | 'out'; readonly device: string; readonly bridged: boolean }
  | {
      readonly kind: 'ports';
      readonly extension: string | undefined;
      readonly source: PortRange | undefined;
      readonly destination: PortRange | undefined;
      readonly multiport: boolean;
    }
  | { readonly kind: 'icmp-type'; readonly version: 4 | 6; readonly type: number; readonly code: number | undefined }
  | { readonly kind: 'state'; readonly states: readonly ConnectionState[] }
  | { readonly kind: 'conntrack-state'; readonly states: readonly (ConnectionState | 'DNAT' | 'SNAT')[]; readonly negated: boolean }
  | { readonly kind: 'mac-source'; readonly mac: MacAddress }
  | { readonly kind: 'set'; readonly set: string; readonly direction: 'src' | 'dst' }
  | { readonly kind: 'mark' | 'connmark'; readonly value: number; readonly mask: number; readonly negated: boolean }
  | { readonly kind: 'comment'; readonly text: string };

/** States of a tracked connection, as `-m state` and `-m conntrack` name them. */
export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** An inclusive run of ports; a single port is a range of one. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** What a rule does with a packet that meets it. */
export type RuleTarget =
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'accept' | 'drop' | 'return' }
  | { readonly kind: 'ct-zone'; readonly zone: number }
  | { readonly kind: 'ct-notrack' }
  | { readonly kind: 'dnat' | 'snat'; readonly address: IpAddress; readonly randomFully: boolean }
  | { readonly kind: 'redirect'; readonly port: number }
  | { readonly kind: 'set-mark'; readonly value: number; readonly mask: number }
  | { readonly kind: 'save-mark' | 'restore-mark'; readonly mask: number }
  | { readonly kind: 'checksum-fill' };

/** `-A CHAIN matches -j TARGET`. */
export interface Rule {
  readonly chain: string;
  readonly matches: readonly RuleMatch[];
  readonly target: RuleTarget;
  /** Why it exists; as for flows. */
  readonly origin: { readonly stage: string; readonly element: ElementId; readonly neutron: string };
}

/** One table of one family; built-in chains have policy ACCEPT. */
export interface RuleTable {
  readonly table: 'raw' | 'mangle' | 'nat' | 'filter';
  /** Chains of our own, in the order they are declared. */
  readonly chains: readonly string[];
  readonly rules: readonly Rule[];
}

/** The tables of one network namespace (`undefined`: the host's own) and one address family. */
export interface Ruleset {
  readonly namespace: string | undefined;
  readonly version: 4 | 6;
  readonly tables: readonly RuleTable[];
}

/** A `hash:net` set of ipset(8), used by `set` matches; `/0` members are stored as two `/1`. */
export interface AddressSet {
  readonly name: string;
  readonly version: 4 | 6;
  readonly members: readonly Prefix[];
  readonly element: ElementId;
}
