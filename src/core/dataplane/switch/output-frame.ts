import { assertNever } from '#core/base';
import { type IpAddress, sameAddress } from '#core/net';
import type { OutputPort } from '#core/openflow';
import type { BridgePort } from '#core/plan';
import { type BridgeState, hasPort, portName } from './bridge-state.ts';
import { LOCAL_OFPORT, type NormalDecision, type SwitchInput, type SwitchOutput } from './events.ts';
import { type Forwarding, admitFrame, forwardFrame, retag } from './normal.ts';
import { type Metadata, type PipelineState, frameState, readField, writeHeader } from './pipeline-state.ts';
import type { Translation } from './translation.ts';
import { countTags, isTag, outerTci } from './vlan-tags.ts';

/** The bridge a frame leaves, and the event that sends it. */
export interface Sender {
  readonly bridge: BridgeState;
  readonly parent: number;
}

/** Carries out an output action (ofproto-dpif-xlate.c `xlate_output_action`). */
export function outputTo(translation: Translation, sender: Sender, port: OutputPort, state: PipelineState): void {
  const inPort = Number(readField(state, 'in_port'));
  switch (port) {
    case 'in_port':
      return sendOut(translation, sender, inPort, state);
    case 'local':
      return sendUnlessInput(translation, sender, LOCAL_OFPORT, state);
    case 'normal':
      return switchNormally(translation, sender, state);
    case 'all':
    case 'flood':
      for (const ofport of [...sender.bridge.ports.keys(), LOCAL_OFPORT])
        if (ofport !== inPort) sendOut(translation, sender, ofport, state);
      return;
    default:
      return sendUnlessInput(translation, sender, port, state);
  }
}

function sendUnlessInput(translation: Translation, sender: Sender, ofport: number, state: PipelineState): void {
  if (BigInt(ofport) !== readField(state, 'in_port')) return sendOut(translation, sender, ofport, state);
  translation.tellDrop(sender.parent, sender.bridge.name, 'port-is-input', `${portName(sender.bridge, ofport)} is the port it came from`);
}

function sendOut(translation: Translation, { bridge, parent }: Sender, ofport: number, state: PipelineState): void {
  if (!hasPort(bridge, ofport)) return translation.tellDrop(parent, bridge.name, 'no-such-port', `${bridge.name} has no port ${ofport}`);
  const port = bridge.ports.get(ofport);
  if (port && isPatch(port)) return crossPatch(translation, { bridge, parent }, port, state);
  if (port?.kind === 'tunnel' && isSentTo(translation.input, port.remoteIp)) {
    return translation.tellDrop(parent, bridge.name, 'tunnel-to-itself', `${port.name} leads to the address the frame was sent to`);
  }
  if (countTags(state) > 1) {
    translation.tell(parent, bridge.name, { kind: 'not-modelled', detail: 'a frame with two VLAN tags' });
    return;
  }
  const sent = onTheWire(state);
  const event = translation.tell(parent, bridge.name, {
    kind: 'output',
    outPort: portName(bridge, ofport),
    ofport,
    state: frameState(sent),
  });
  translation.send({ bridge: bridge.name, ofport, port, packet: sent.packet, tunnel: tunnelHeader(port, state), event });
}

function isSentTo({ tunnel }: SwitchInput, remote: IpAddress): boolean {
  return tunnel !== undefined && sameAddress(tunnel.dstIp, remote);
}

/** Bits of `vlan_tci` without the one that means a tag do not travel. */
function onTheWire(state: PipelineState): PipelineState {
  const tci = outerTci(state);
  return tci === 0n || isTag(tci) ? state : writeHeader(state, 'vlan_tci', 0n);
}

/** A VXLAN or Geneve header has room for 24 bits of `tun_id`, GRE's key for 32. */
function tunnelHeader(port: BridgePort | undefined, state: PipelineState): SwitchOutput['tunnel'] {
  if (port?.kind !== 'tunnel') return undefined;
  const tunId = Number(BigInt.asUintN(port.type === 'gre' ? 32 : 24, readField(state, 'tun_id')));
  return { tunId, localIp: port.localIp, remoteIp: port.remoteIp };
}

/** A port with another one behind it: between bridges, or of a Neutron port in a trunk. */
type PatchEnd = Extract<BridgePort, { readonly peer: unknown }>;

function isPatch(port: BridgePort): port is PatchEnd {
  return port.kind === 'patch' || (port.kind === 'vif' && port.attachment === 'patch');
}

/** The peer bridge sees the frame come in at the peer port, with nothing of the first bridge's registers and tunnel (`patch_port_output`). */
function crossPatch(translation: Translation, { bridge, parent }: Sender, port: PatchEnd, state: PipelineState): void {
  const peerBridge = translation.target.bridges.get(port.peer.bridge);
  const peer = peerBridge && [...peerBridge.ports.values()].find(({ name }) => name === port.peer.port);
  if (!peer)
    return translation.tellDrop(parent, bridge.name, 'no-such-port', `${port.name} has no peer ${port.peer.port} on ${port.peer.bridge}`);
  const { pkt_mark: mark } = state.metadata;
  const metadata: Metadata = { in_port: BigInt(peer.ofport), ...(mark === undefined ? {} : { pkt_mark: mark }) };
  const event = translation.tell(parent, bridge.name, {
    kind: 'patch',
    outPort: port.name,
    peerBridge: peerBridge.name,
    peerPort: peer.name,
    state: frameState(state),
  });
  translation.enterBridge(
    translation,
    { bridge: peerBridge, inPort: peer.name, parent: event },
    { ...state, metadata, tracking: undefined },
  );
  // giving up in the peer does not stop the bridge that sent the frame there
  translation.depth.isExceeded = false;
}

function switchNormally(translation: Translation, { bridge, parent }: Sender, state: PipelineState): void {
  const { tell, tellDrop, nowSeconds, remembers } = translation;
  const inPort = portName(bridge, Number(readField(state, 'in_port')));
  const admission = admitFrame(bridge, state);
  const { vlan } = admission;
  if (admission.kind === 'drop') {
    const { reason } = admission;
    return tellDrop(
      tell(parent, bridge.name, { kind: 'normal', inPort, vlan, learned: false, decision: { kind: 'drop', reason } }),
      bridge.name,
      reason,
      DROP_DETAIL[reason],
    );
  }
  const learned = remembers && bridge.macs.learn(vlan, readField(state, 'eth_src'), admission.inPort, nowSeconds);
  const forwarding = forwardFrame(bridge, state, admission, nowSeconds);
  const event = tell(parent, bridge.name, { kind: 'normal', inPort, vlan, learned, decision: decisionOf(bridge, forwarding) });
  const send = (ofport: number): void => sendOut(translation, { bridge, parent: event }, ofport, retag(bridge, state, vlan, ofport));
  switch (forwarding.kind) {
    case 'learned-port-is-input':
      return tellDrop(event, bridge.name, forwarding.kind, DROP_DETAIL[forwarding.kind]);
    case 'learned-port':
      return send(forwarding.ofport);
    case 'flood':
      if (forwarding.ofports.length === 0)
        tellDrop(event, bridge.name, 'no-port-in-vlan', `no other port of ${bridge.name} is in VLAN ${vlan}`);
      forwarding.ofports.forEach(send);
      return;
    default:
      return assertNever(forwarding);
  }
}

function decisionOf(bridge: BridgeState, forwarding: Forwarding): NormalDecision {
  switch (forwarding.kind) {
    case 'learned-port-is-input':
      return { kind: 'drop', reason: forwarding.kind };
    case 'learned-port':
      return { kind: 'learned-port', port: portName(bridge, forwarding.ofport) };
    case 'flood':
      return { kind: 'flood', ports: forwarding.ofports.map((ofport) => portName(bridge, ofport)) };
    default:
      return assertNever(forwarding);
  }
}

const DROP_DETAIL = {
  'disallowed-vlan': 'a tagged frame came in at an access port',
  'reserved-multicast': 'the destination is reserved for link protocols, which a switch does not forward',
  'learned-port-is-input': 'the destination was last seen at the port the frame came from',
  'no-input-port': 'the frame came in at a port the bridge does not have',
} as const;
