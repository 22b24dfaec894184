import type { HeaderField, Packet } from '#core/packet';
import { type FieldMatch, type FieldName, PROTOCOL_MATCH, type Subfield, fieldOf } from '#core/openflow';
import type { Tracking } from '../conntrack/connection-tracker.ts';
import type { FrameState } from './events.ts';

/** A frame while flows work on it. Values are never changed in place: every write makes a new state, so copies of a flood cannot disturb each other. */
export interface PipelineState {
  readonly packet: Packet;
  /** Second VLAN tag while `push_vlan` has put another in front of it; 0 for none. */
  readonly innerTci: bigint;
  /** `in_port`, `tun_id`, registers …; what is missing is 0. */
  readonly metadata: Metadata;
  /** What connection tracking last said; it stays with the frame when the `ct_…` fields are cleared, so that the same zone is not asked twice. */
  readonly tracking: Tracking | undefined;
  /** How often connection tracking sent the frame on to another table. */
  readonly timesTracked: number;
}

/** Fields that do not travel on the wire. */
export type Metadata = Readonly<Partial<Record<Exclude<FieldName, HeaderField | 'vlan_vid' | 'vlan_pcp' | 'in_port_oxm'>, bigint>>>;

/** Bit of `vlan_tci` that says there is a tag. */
export const TAG_PRESENT = 0x1000n;

const METADATA: ReadonlySet<string> = new Set<keyof Metadata>([
  'in_port',
  'tun_id',
  'tun_src',
  'tun_dst',
  'metadata',
  'pkt_mark',
  'conj_id',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
]);

function isMetadata(field: FieldName): field is keyof Metadata {
  return METADATA.has(field);
}

/** The state as events show it. */
export function frameState({ packet, metadata }: PipelineState): FrameState {
  return { packet, metadata };
}

/** Value of a field; 0 where the packet has none. */
export function readField(state: PipelineState, field: FieldName): bigint {
  const { packet, metadata } = state;
  switch (field) {
    case 'vlan_vid':
      return (packet.headers.vlan_tci ?? 0n) & 0x1fffn;
    case 'vlan_pcp':
      return (packet.headers.vlan_tci ?? 0n) >> 13n;
    case 'in_port_oxm':
      return widenPort(metadata.in_port ?? 0n);
    default:
      return (isMetadata(field) ? metadata[field] : packet.headers[field]) ?? 0n;
  }
}

/** Port numbers of OpenFlow 1.1 and later have 32 bits: the reserved ones stand at the top of those. */
function widenPort(port: bigint): bigint {
  return port < 0xff00n ? port : port | 0xffff0000n;
}

/** The state with a field set to a value of its width. */
export function writeField(state: PipelineState, field: FieldName, value: bigint): PipelineState {
  const tci = state.packet.headers.vlan_tci ?? 0n;
  switch (field) {
    case 'vlan_vid':
      return writeHeader(state, 'vlan_tci', (tci & 0xe000n) | value);
    case 'vlan_pcp':
      return writeHeader(state, 'vlan_tci', (tci & 0x1fffn) | (value << 13n));
    case 'in_port_oxm':
      return writeMetadata(state, 'in_port', value & 0xffffn);
    default:
      return isMetadata(field) ? writeMetadata(state, field, value) : writeHeader(state, field, value);
  }
}

/** The state with one header field changed. */
export function writeHeader(state: PipelineState, field: HeaderField, value: bigint): PipelineState {
  return { ...state, packet: { ...state.packet, headers: { ...state.packet.headers, [field]: value } } };
}

function writeMetadata(state: PipelineState, field: keyof Metadata, value: bigint): PipelineState {
  return { ...state, metadata: { ...state.metadata, [field]: value } };
}

/** The state as `ct()` and `ct_clear` leave it to the actions after them: not tracked. */
export function clearConntrack(state: PipelineState): PipelineState {
  const { ct_state, ct_zone, ct_mark, ...metadata } = state.metadata;
  return ct_state === undefined && ct_zone === undefined && ct_mark === undefined ? state : { ...state, metadata };
}

/** Some bits of a field, moved down to bit 0. */
export function readSubfield(state: PipelineState, { field, start, bits }: Subfield): bigint {
  return (readField(state, field) >> BigInt(start)) & lowBits(bits);
}

/** The state with some bits of a field replaced. */
export function writeSubfield(state: PipelineState, { field, start, bits }: Subfield, value: bigint): PipelineState {
  const mask = lowBits(bits) << BigInt(start);
  return writeField(state, field, (readField(state, field) & ~mask) | (value << BigInt(start)));
}

function lowBits(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** Whether the packet is of a protocol that has the field; Open vSwitch leaves a packet alone otherwise (`mf_are_prereqs_ok`). */
export function hasField(state: PipelineState, field: FieldName): boolean {
  const { prerequisites } = fieldOf(field);
  return (
    prerequisites.length === 0 || prerequisites.some((protocol) => PROTOCOL_MATCH[protocol].every((match) => matchesField(state, match)))
  );
}

function matchesField(state: PipelineState, { field, value, mask }: FieldMatch): boolean {
  const found = readField(state, field);
  return (mask === undefined ? found : found & mask) === value;
}
