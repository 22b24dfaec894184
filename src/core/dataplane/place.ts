import type { HybridPlug } from '#core/plan';
import type { TunnelMetadata } from './switch/events.ts';

/** Where a frame arrives next. */
export type Place =
  | {
      readonly kind: 'switch';
      readonly host: string;
      readonly bridge: string;
      readonly ofport: number;
      readonly tunnel: TunnelMetadata | undefined;
    }
  | { readonly kind: 'linux-bridge'; readonly host: string; readonly plug: HybridPlug; readonly from: 'tap' | 'qvb' }
  | { readonly kind: 'stack'; readonly stack: string; readonly device: string }
  /** The host's own network stack, by the LOCAL port of a bridge. */
  | { readonly kind: 'host'; readonly host: string; readonly bridge: string }
  /** The network between the hosts' tunnel endpoints, which knows hosts by their outer address. */
  | { readonly kind: 'underlay'; readonly fromHost: string }
  /** The cable of a physical network, entered from a host's bridge or, in a network's VLAN, from outside the cloud. */
  | {
      readonly kind: 'wire';
      readonly physicalNetwork: string;
      readonly from: { readonly kind: 'host'; readonly host: string } | { readonly kind: 'outside'; readonly vlan: number | undefined };
    };
