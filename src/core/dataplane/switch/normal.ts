import type { BridgePort } from '#core/plan';
import { type BridgeState, hasPort } from './bridge-state.ts';
import { type DropReason, LOCAL_OFPORT } from './events.ts';
import { type PipelineState, TAG_PRESENT, readField, writeHeader } from './pipeline-state.ts';
import { isReservedMac } from './reserved-mac.ts';
import { isTag, outerTci } from './vlan-tags.ts';

/**
 * The MAC learning switch behind the NORMAL action, as Open vSwitch has it (ofproto-dpif-xlate.c `xlate_normal`): a port with a tag is an
 * access port, every other one a trunk of all VLANs. A frame is first admitted, then its sender learned, then its destination looked up.
 * Without bonds, gratuitous ARP is learned like any frame.
 */
export type Admission =
  | { readonly kind: 'admitted'; readonly inPort: number; readonly vlan: number; readonly innerVlan: number }
  | {
      readonly kind: 'drop';
      readonly vlan: number;
      readonly reason: Extract<DropReason, 'disallowed-vlan' | 'reserved-multicast' | 'no-input-port'>;
    };

/** Decides whether NORMAL takes a frame, and into which VLAN. */
export function admitFrame(bridge: BridgeState, state: PipelineState): Admission {
  const inPort = Number(readField(state, 'in_port'));
  const { vlan, innerVlan, disallowed } = inputTags(bridge, state);
  if (!hasPort(bridge, inPort)) return { kind: 'drop', vlan, reason: 'no-input-port' };
  if (disallowed) return { kind: 'drop', vlan, reason: 'disallowed-vlan' };
  if (isReservedMac(readField(state, 'eth_dst'))) return { kind: 'drop', vlan, reason: 'reserved-multicast' };
  return { kind: 'admitted', inPort, vlan, innerVlan };
}

/** Where NORMAL sends an admitted frame. */
export type Forwarding =
  | { readonly kind: 'learned-port'; readonly ofport: number }
  | { readonly kind: 'learned-port-is-input' }
  | { readonly kind: 'flood'; readonly ofports: readonly number[] };

/** Looks the destination up; unknown ones and groups are flooded within the VLAN. */
export function forwardFrame(
  bridge: BridgeState,
  state: PipelineState,
  admission: Extract<Admission, { kind: 'admitted' }>,
  nowSeconds: number,
): Forwarding {
  const learned = bridge.macs.lookup(admission.vlan, readField(state, 'eth_dst'), nowSeconds);
  if (!learned) return { kind: 'flood', ofports: floodPorts(bridge, admission) };
  return learned.ofport === admission.inPort ? { kind: 'learned-port-is-input' } : { kind: 'learned-port', ofport: learned.ofport };
}

interface InputTags {
  readonly vlan: number;
  readonly innerVlan: number;
  readonly disallowed: boolean;
}

function inputTags(bridge: BridgeState, state: PipelineState): InputTags {
  const [written, inner] = [vlanOf(outerTci(state)), isTag(outerTci(state)) ? vlanOf(state.innerTci) : 0];
  const access = accessVlan(bridge.ports.get(Number(readField(state, 'in_port'))));
  if (access === undefined) return { vlan: written, innerVlan: inner, disallowed: false };
  // a priority tag (VLAN 0) is no VLAN: an access port takes it
  return { vlan: access, innerVlan: 0, disallowed: written !== 0 };
}

function vlanOf(tci: bigint): number {
  return isTag(tci) ? Number(tci & 0xfffn) : 0;
}

function accessVlan(port: BridgePort | undefined): number | undefined {
  return port?.kind === 'vif' || port?.kind === 'patch' ? port.tag : undefined;
}

function floodPorts(bridge: BridgeState, { inPort, vlan, innerVlan }: Extract<Admission, { kind: 'admitted' }>): readonly number[] {
  const carries = (port: BridgePort): boolean => {
    const access = accessVlan(port);
    return access === undefined || (access === vlan && innerVlan === 0);
  };
  const ports = [...bridge.ports.values()].filter(carries).map(({ ofport }) => ofport);
  return [...ports, LOCAL_OFPORT].filter((ofport) => ofport !== inPort);
}

/** The frame as NORMAL sends it out of a port: without a tag on an access port, with the VLAN's tag on a trunk. */
export function retag(bridge: BridgeState, state: PipelineState, vlan: number, outPort: number): PipelineState {
  if (accessVlan(bridge.ports.get(outPort)) !== undefined) return { ...writeHeader(state, 'vlan_tci', 0n), innerTci: 0n };
  const cameIn = accessVlan(bridge.ports.get(Number(readField(state, 'in_port'))));
  const priority = isTag(outerTci(state)) ? outerTci(state) & 0xe000n : 0n;
  const inner = cameIn === undefined ? withoutEmptyTag(state.innerTci) : 0n;
  return { ...writeHeader(state, 'vlan_tci', withoutEmptyTag(BigInt(vlan) | priority | TAG_PRESENT)), innerTci: inner };
}

/** A tag without VLAN and priority says nothing and is not sent. */
function withoutEmptyTag(tci: bigint): bigint {
  return tci === TAG_PRESENT ? 0n : tci;
}
