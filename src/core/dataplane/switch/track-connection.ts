import { type Action, type ConntrackZone } from '#core/openflow';
import { type Tracking, asFirstPacket, confirmConnection, notePacket } from '../conntrack/connection-tracker.ts';
import { changeFields } from './change-fields.ts';
import { type PipelineState, readField, readSubfield, writeField } from './pipeline-state.ts';
import type { Translation } from './translation.ts';

/**
 * Carries out `ct()`: the frame with its `ct_…` fields, as a table named by the action sees it. A zone that was asked before on this frame's way is
 * not asked again (net/openvswitch/conntrack.c `skb_nfct_cached`).
 */
export function trackConnection(translation: Translation, action: Extract<Action, { kind: 'ct' }>, state: PipelineState): PipelineState {
  const zone = zoneOf(action.zone, state);
  const seen = state.tracking?.zone === zone ? state.tracking : lookUp(translation, state, zone);
  const tracking = action.commit ? commit(translation, action, state, seen) : seen;
  const fields = { ct_state: conntrackState(tracking), ct_zone: BigInt(zone), ct_mark: BigInt(tracking.connection?.mark ?? 0) };
  return { ...state, metadata: { ...state.metadata, ...fields }, tracking };
}

function zoneOf(zone: ConntrackZone, state: PipelineState): number {
  return zone.kind === 'number' ? zone.zone : Number(readSubfield(state, zone.source));
}

function lookUp({ target, track, remembers }: Translation, { packet }: PipelineState, zone: number): Tracking {
  const tracking = track(target.connections, packet, zone);
  if (remembers) notePacket(tracking);
  return tracking;
}

/** Enters the connection, and does to it what `exec(…)` says. A rehearsal works on a copy. */
function commit(
  { target, remembers }: Translation,
  { force, exec }: Extract<Action, { kind: 'ct' }>,
  state: PipelineState,
  seen: Tracking,
): Tracking {
  const tracking = force ? asFirstPacket(state.packet, seen) : seen;
  if (!tracking.connection) return tracking;
  const marked = exec.reduce(
    (current, action) => changeFields(action, current),
    writeField(state, 'ct_mark', BigInt(tracking.connection.mark)),
  );
  const mark = Number(readField(marked, 'ct_mark'));
  if (!remembers) return { ...tracking, connection: { ...tracking.connection, mark } };
  confirmConnection(target.connections, tracking);
  tracking.connection.mark = mark;
  return tracking;
}

/** Bits of `ct_state` (ovs-fields(7)). */
const CT_STATE = { new: 0x01n, est: 0x02n, rel: 0x04n, rpl: 0x08n, inv: 0x10n, trk: 0x20n } as const;

/** What tracking found, as the switch says it: a packet that tracking passes over is invalid to it (net/openvswitch/conntrack.c `ovs_ct_update_key`). */
function conntrackState({ state, isReply }: Tracking): bigint {
  const direction = isReply ? CT_STATE.rpl : 0n;
  switch (state) {
    case 'NEW':
      return CT_STATE.trk | CT_STATE.new;
    case 'ESTABLISHED':
      return CT_STATE.trk | CT_STATE.est | direction;
    case 'RELATED':
      return CT_STATE.trk | CT_STATE.rel | direction;
    case 'INVALID':
    case 'UNTRACKED':
      return CT_STATE.trk | CT_STATE.inv;
  }
}
