import { elementId, known } from '#core/base';
import { type Switch, type SwitchInput, type SwitchResult, createSwitch, receive } from '#core/dataplane';
import { parseAddress, parseMac } from '#core/net';
import { type Flow, parseFlow } from '#core/openflow';
import { type HeaderValues, createPacket } from '#core/packet';
import type { BridgePlan, BridgePort } from '#core/plan';

/** A switch written as text: ports of its bridges as `NUMBER NAME KIND`, and flows. */
export function tinySwitch(
  ...bridges: readonly { readonly name: string; readonly ports: readonly string[]; readonly flows: readonly string[] }[]
): Switch {
  return createSwitch({
    bridges: bridges.map(({ name, ports, flows }) => ({ plan: bridgePlan(name, ports.map(portOf)), flows: flows.map(flowOf), meters: [] })),
  });
}

const HOST = elementId('host', 'h');

function bridgePlan(name: string, ports: readonly BridgePort[]): BridgePlan {
  return { name, kind: 'physical', element: HOST, physicalNetwork: undefined, address: undefined, ports };
}

/** `3 tap tag=7`, `1 eth0`, `2 patch-tun peer=br-tun/patch-int`, `4 vxlan remote=10.0.0.2`. */
function portOf(text: string): BridgePort {
  const [ofport = '', name = '', setting = ''] = text.split(' ');
  const [key = '', value = ''] = setting.split('=');
  const common = { name, ofport: Number(ofport), element: HOST };
  if (key === 'tag')
    return { ...common, kind: 'vif', attachment: 'tap', tag: Number(value), mac: mac('fa:16:3e:00:00:01'), namespace: undefined };
  if (key === 'peer') return { ...common, kind: 'patch', peer: { bridge: value.split('/')[0] ?? '', port: value.split('/')[1] ?? '' } };
  if (key !== 'remote') return { ...common, kind: 'uplink', device: name };
  return { ...common, kind: 'tunnel', type: 'vxlan', localIp: address('10.0.0.1'), remoteIp: address(value), remoteHost: HOST };
}

function flowOf(text: string): Flow {
  const parsed = parseFlow(text);
  if (parsed.kind === 'error') throw new Error(`column ${parsed.problem.column} of "${text}": ${parsed.problem.message}`);
  return parsed.value;
}

export const mac = (text: string) => known(parseMac(text), text);
export const address = (text: string) => known(parseAddress(text), text);

export const A = 'fa:16:3e:00:00:0a';
export const B = 'fa:16:3e:00:00:0b';
export const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** A frame from A to B at port 1, unless said otherwise. */
export interface Frame {
  readonly bridge?: string;
  readonly port?: number;
  readonly from?: string;
  readonly to?: string;
  /** VLAN of its tag. */
  readonly vlan?: number;
  readonly headers?: HeaderValues;
  readonly tunnel?: SwitchInput['tunnel'];
}

/** The frame as the switch takes it. */
export function frameInput({ bridge = 'br', port = 1, from = A, to = B, vlan, headers, tunnel }: Frame = {}): SwitchInput {
  const tag = vlan === undefined ? 0n : 0x1000n | BigInt(vlan);
  const packet = createPacket({ eth_src: mac(from), eth_dst: mac(to), eth_type: 0x88b5n, vlan_tci: tag, ...headers });
  return { bridge, ofport: port, packet, ...(tunnel ? { tunnel } : {}) };
}

/** Sends a frame and answers where copies came out, sorted: `br 3`, `br 1 vlan 7`, `br-tun 2 tun 22`. */
export function send(target: Switch, frame: Frame = {}, nowSeconds = 0): readonly string[] {
  return placesOf(receive(target, frameInput(frame), nowSeconds));
}

/** Where copies came out, sorted. */
export function placesOf({ outputs }: SwitchResult): readonly string[] {
  const texts = outputs.map(({ bridge, ofport, packet, tunnel }) => {
    const tci = packet.headers.vlan_tci ?? 0n;
    return `${bridge} ${ofport}${tci === 0n ? '' : ` vlan ${tci & 0xfffn}`}${tunnel ? ` tun ${tunnel.tunId}` : ''}`;
  });
  return texts.sort();
}

/** Reasons of the drops, in order. */
export function dropsOf({ events }: SwitchResult): readonly string[] {
  return events.flatMap((event) => (event.kind === 'drop' ? [event.reason] : []));
}
