import { invariant } from '#core/base';
import { expireFlows, portName } from './bridge-state.ts';
import { trackPacket } from '../conntrack/connection-tracker.ts';
import type { SwitchInput, SwitchResult } from './events.ts';
import type { Metadata, PipelineState } from './pipeline-state.ts';
import type { Switch } from './switch.ts';
import { type TrackPacket, createTranslation } from './translation.ts';
import { enterBridge, resumeBridge } from './walk-tables.ts';

/**
 * Gives the switch a frame: answers all that becomes of it, and remembers what MAC tables, `learn()` and connection tracking take from it. `nowSeconds` never goes
 * back. `track` says what connection tracking finds, where that is not to be asked (`ofproto/trace --ct-next`).
 */
export function receive(target: Switch, input: SwitchInput, nowSeconds: number, track: TrackPacket = trackPacket): SwitchResult {
  return translate(target, input, { nowSeconds, remembers: true, track });
}

/** What `receive` would answer, with nothing remembered: `ofproto/trace` without a packet. */
export function rehearse(target: Switch, input: SwitchInput, nowSeconds: number, track: TrackPacket = trackPacket): SwitchResult {
  return translate(target, input, { nowSeconds, remembers: false, track });
}

function translate(
  target: Switch,
  input: SwitchInput,
  circumstances: { readonly nowSeconds: number; readonly remembers: boolean; readonly track: TrackPacket },
): SwitchResult {
  const bridge = target.bridges.get(input.bridge);
  invariant(bridge, `expected a bridge of the host, found ${input.bridge}`);
  for (const state of target.bridges.values()) expireFlows(state, circumstances.nowSeconds);
  const translation = createTranslation({ target, input, enterBridge, ...circumstances });
  enterBridge(translation, { bridge, inPort: portName(bridge, input.ofport), parent: undefined }, arrival(input));
  translation.endPass();
  for (let next = translation.recirculations.shift(); next; next = translation.recirculations.shift()) {
    resumeBridge(translation, next);
    translation.endPass();
  }
  return translation.finish();
}

function arrival({ ofport, packet, tunnel }: SwitchInput): PipelineState {
  const outer: Metadata = tunnel ? { tun_id: BigInt(tunnel.tunId), tun_src: tunnel.srcIp.value, tun_dst: tunnel.dstIp.value } : {};
  return { packet, innerTci: 0n, metadata: { in_port: BigInt(ofport), ...outer }, tracking: undefined, timesTracked: 0 };
}
