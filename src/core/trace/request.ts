import type { Endpoint, PacketSpec } from '#core/model';
import type { Packet } from '#core/packet';

/** A port of a bridge by its OpenFlow number: a frame appears there as if it had just come in. */
export interface SwitchPort {
  readonly kind: 'switch-port';
  readonly host: string;
  readonly bridge: string;
  readonly ofport: number;
}

/** What to trace. Names are resolved before; which port and address of an endpoint is meant is chosen here. */
export interface TraceRequest {
  readonly from: Endpoint | SwitchPort;
  /** `undefined` only with a `frame`: then any delivery counts. */
  readonly to: Endpoint | undefined;
  readonly packet: PacketSpec;
  /** A whole frame in place of `packet`, sent as it is; the verdict is what became of it, whether or not something answers. */
  readonly frame?: Packet;
  /** What of `frame` no flow would see, in words: the trace ends `not-modelled` with it. */
  readonly beyond?: string | undefined;
  /** Trace from a cloud that has learnt nothing: ARP and flooding show. Otherwise the conversation is run once before. */
  readonly cold?: boolean;
  /** Leave out the answer. */
  readonly oneWay?: boolean;
}

/** `icmp` as ping sends it: 84 bytes, TTL 64. */
export const PING: PacketSpec = {
  protocol: 'icmp',
  destinationPort: undefined,
  sourcePort: undefined,
  ttl: undefined,
  sizeBytes: undefined,
  dontFragment: false,
};
