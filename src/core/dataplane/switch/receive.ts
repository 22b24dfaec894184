import { invariant } from '#core/base';
import { expireFlows, portName } from './bridge-state.ts';
import type { SwitchInput, SwitchResult } from './events.ts';
import type { Metadata, PipelineState } from './pipeline-state.ts';
import type { Switch } from './switch.ts';
import { createTranslation } from './translation.ts';
import { enterBridge } from './walk-tables.ts';

/** Gives the switch a frame: answers all that becomes of it, and remembers what MAC tables and `learn()` take from it. `nowSeconds` never goes back. */
export function receive(target: Switch, input: SwitchInput, nowSeconds: number): SwitchResult {
  return translate(target, input, nowSeconds, true);
}

/** What `receive` would answer, with nothing remembered: `ofproto/trace` without a packet. */
export function rehearse(target: Switch, input: SwitchInput, nowSeconds: number): SwitchResult {
  return translate(target, input, nowSeconds, false);
}

function translate(target: Switch, input: SwitchInput, nowSeconds: number, remembers: boolean): SwitchResult {
  const bridge = target.bridges.get(input.bridge);
  invariant(bridge, `expected a bridge of the host, found ${input.bridge}`);
  for (const state of target.bridges.values()) expireFlows(state, nowSeconds);
  const translation = createTranslation({ target, input, nowSeconds, remembers, enterBridge });
  enterBridge(translation, { bridge, inPort: portName(bridge, input.ofport), parent: undefined }, arrival(input));
  return translation.finish();
}

function arrival({ ofport, packet, tunnel }: SwitchInput): PipelineState {
  const outer: Metadata = tunnel ? { tun_id: BigInt(tunnel.tunId), tun_src: tunnel.srcIp.value, tun_dst: tunnel.dstIp.value } : {};
  return { packet, innerTci: 0n, metadata: { in_port: BigInt(ofport), ...outer } };
}
