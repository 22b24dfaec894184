import { known } from '#core/base';
import type { CompiledBridge, CompiledHost } from '#core/compile';
import { LOCAL_OFPORT, type SwitchInput } from '#core/dataplane';
import {
  type Action,
  type FieldMatch,
  type FieldName,
  type Flow,
  type Subfield,
  PROTOCOL_MATCH,
  fieldOf,
  findField,
  fullMask,
  orderMatch,
} from '#core/openflow';
import { conjunctiveFlows } from './random-conjunctions.ts';
import type { RandomSource } from './random-source.ts';

const TABLES = 6;
const FLOWS_PER_TABLE = 14;

/** Table for learned flows; each learning flow has a priority of its own there. */
const LEARN_TABLE = 7;

/** Conjunctive matches in each table. */
const CONJUNCTIONS_PER_TABLE = 3;

/**
 * The same host with flows that no network needs: every kind of match and action, made so that frames like the given ones hit them. With `tracking`, one bridge sends
 * frames through connection tracking and the others drop everything: through a patch port and back, frames would be tracked without end.
 */
export function withRandomFlows(host: CompiledHost, nextFrame: () => SwitchInput, random: RandomSource, tracking: boolean): CompiledHost {
  const isFilled = ({ plan }: CompiledBridge): boolean => !tracking || plan.kind === 'integration';
  const flowsOf = (bridge: CompiledBridge) => (isFilled(bridge) ? randomFlows(bridge, nextFrame, random, tracking) : []);
  return { ...host, bridges: host.bridges.map((bridge) => ({ ...bridge, flows: flowsOf(bridge) })) };
}

function randomFlows({ plan }: CompiledBridge, nextFrame: () => SwitchInput, random: RandomSource, tracking: boolean): readonly Flow[] {
  const ports = [...plan.ports.map(({ ofport }) => ofport), LOCAL_OFPORT, 99];
  const flows: Flow[] = [];
  for (let table = 0; table < TABLES; table++) {
    // a priority of its own for each flow: which of two equal ones wins is not defined
    const free = new Set(Array.from({ length: 100 * FLOWS_PER_TABLE }, (_, i) => i + 1));
    const takePriority = (): number => {
      const priority = random.pick([...free]);
      free.delete(priority);
      return priority;
    };
    const actionsFor = (priority: number, match: readonly FieldMatch[]) =>
      randomActions({ table, priority, match, ports, tracking }, random);
    for (let i = 0; i < FLOWS_PER_TABLE; i++) {
      const priority = takePriority();
      const match = i === 0 ? [] : randomMatch(nextFrame(), random, tracking);
      flows.push({ table, priority, match, actions: actionsFor(priority, match) });
    }
    for (let i = 0; i < CONJUNCTIONS_PER_TABLE; i++) {
      const id = 10 * table + i + 1;
      const scene = { table, id, takePriority, actionsFor, nextMatch: () => randomMatch(nextFrame(), random, tracking) };
      flows.push(...conjunctiveFlows(scene, random));
    }
  }
  flows.push({ table: LEARN_TABLE, priority: 0, match: [], actions: [{ kind: 'output', port: 'normal' }] });
  return flows;
}

/** OpenFlow 1.3 has no words for other parts of a tag. */
const TAG_MASKS = [0x1fffn, 0x0fffn, 0x1000n, 0x1001n] as const;

/** States that can be asked for together. */
const CT_STATES: readonly FieldMatch[] = [
  [0x20n, 0x20n],
  [0n, 0x20n],
  [0x21n, 0x21n],
  [0x01n, 0x03n],
  [0x02n, 0x0en],
  [0x0an, 0x0en],
  [0x04n, 0x17n],
  [0x30n, 0x30n],
].map(([value = 0n, mask]) => ({ field: 'ct_state', value, mask }));

function randomMatch(frame: SwitchInput, random: RandomSource, tracking: boolean): readonly FieldMatch[] {
  const values = new Map<FieldName, bigint>(
    Object.entries(frame.packet.headers).map(([name, value]) => [known(findField(name), name).name, value]),
  );
  values.set('in_port', BigInt(frame.ofport));
  if (frame.tunnel) values.set('tun_id', BigInt(frame.tunnel.tunId)).set('tun_src', frame.tunnel.srcIp.value);
  for (const register of ['reg0', 'reg1', 'metadata', 'pkt_mark'] as const) values.set(register, random.pick([0n, 0n, 5n, 0xffn]));
  const match = new Map<FieldName, FieldMatch>();
  for (let count = 1 + random.below(3); count > 0; count--) {
    const field = random.pick([...values.keys()]);
    addWithPrerequisites(
      match,
      { field, value: known(values.get(field), field), mask: field === 'vlan_tci' ? random.pick(TAG_MASKS) : randomMask(field, random) },
      values,
    );
  }
  if (tracking && random.chance(0.4)) match.set('ct_state', random.pick(CT_STATES));
  if (tracking && random.chance(0.1)) match.set('ct_zone', { field: 'ct_zone', value: random.pick([0n, 7n]), mask: undefined });
  return orderMatch(
    [...match.values()].map(({ field, value, mask }) => ({ field, value: mask === undefined ? value : value & mask, mask })),
  );
}

function addWithPrerequisites(match: Map<FieldName, FieldMatch>, entry: FieldMatch, values: ReadonlyMap<FieldName, bigint>): void {
  const { prerequisites } = fieldOf(entry.field);
  const fits = (needed: FieldMatch): boolean => needed.mask === undefined && values.get(needed.field) === needed.value;
  const protocol = prerequisites.find((name) => PROTOCOL_MATCH[name].every(fits));
  if (prerequisites.length > 0 && protocol === undefined) return;
  for (const needed of protocol === undefined ? [] : PROTOCOL_MATCH[protocol]) match.set(needed.field, needed);
  const before = match.get(entry.field);
  if (!before) match.set(entry.field, entry);
}

function randomMask(field: FieldName, random: RandomSource): bigint | undefined {
  if (!fieldOf(field).maskable || random.chance(0.6)) return undefined;
  const full = fullMask(field);
  const { bits, format } = fieldOf(field);
  // ovs-ofctl reads an IPv6 mask that begins with digits as a prefix length: prefixes only
  const isPrefix = format === 'ipv6' || random.chance(0.5);
  const mask = isPrefix ? full ^ (full >> BigInt(1 + random.below(bits - 1))) : 1n << BigInt(random.below(bits));
  return mask === full ? undefined : mask;
}

interface Place {
  readonly table: number;
  readonly priority: number;
  readonly match: readonly FieldMatch[];
  readonly ports: readonly number[];
  readonly tracking: boolean;
}

function randomActions(place: Place, random: RandomSource): readonly Action[] {
  if (random.chance(0.05)) return [];
  let tags = place.match.some(({ field, value }) => field === 'vlan_tci' && (value & 0x1000n) !== 0n) ? 1 : 0;
  const actions: Action[] = [];
  for (let count = random.below(4); count > 0; count--) {
    const action = randomAction(place, tags, random);
    if (action.kind === 'push-vlan') tags++;
    if (action.kind === 'pop-vlan') tags = Math.max(0, tags - 1);
    if (action.kind === 'load' && action.target.field === 'vlan_tci') tags = 0;
    actions.push(action);
  }
  const isLast = place.table === TABLES - 1;
  if (place.tracking && isIp(place) && random.chance(0.6)) actions.push(conntrackAction(place, random));
  if (place.tracking && random.chance(0.1)) actions.push({ kind: 'ct-clear' });
  if (!isLast && random.chance(0.7))
    return [...actions, { kind: 'goto-table', table: place.table + 1 + random.below(TABLES - 1 - place.table) }];
  return [
    ...actions,
    random.pick<Action>([
      { kind: 'output', port: 'normal' },
      { kind: 'resubmit', port: undefined, table: LEARN_TABLE },
      outputAction(place, random),
    ]),
  ];
}

function isIp({ match }: Place): boolean {
  return match.some(({ field, value }) => field === 'eth_type' && (value === 0x0800n || value === 0x86ddn));
}

function conntrackAction({ table, match }: Place, random: RandomSource): Action {
  // Open vSwitch refuses to commit what is known to be invalid
  const isInvalid = match.some(({ field, value }) => field === 'ct_state' && (value & 0x10n) !== 0n);
  const commit = !isInvalid && random.chance(0.4);
  return {
    kind: 'ct',
    commit,
    force: commit && random.chance(0.2),
    table: random.chance(0.7) && table < TABLES - 1 ? table + 1 + random.below(TABLES - 1 - table) : undefined,
    zone: random.chance(0.5) ? { kind: 'number', zone: 7 } : { kind: 'field', source: { field: 'reg1', start: 0, bits: 16 } },
    exec: commit && random.chance(0.5) ? [{ kind: 'set-field', field: 'ct_mark', value: 5n, mask: undefined }] : [],
  };
}

function randomAction(place: Place, tags: number, random: RandomSource): Action {
  switch (random.below(12)) {
    case 0:
      // Open vSwitch refuses a flow that pushes a third tag
      return tags < 2 ? { kind: 'push-vlan', ethertype: 0x8100 } : { kind: 'pop-vlan' };
    case 1:
      return tags > 0 ? { kind: 'pop-vlan' } : outputAction(place, random);
    case 2:
      return tags > 0
        ? { kind: 'set-field', field: 'vlan_vid', value: 0x1000n | BigInt(1 + random.below(3)), mask: undefined }
        : outputAction(place, random);
    case 3:
      return random.chance(0.3) ? learnAction(place) : outputAction(place, random);
    case 4:
      return {
        kind: 'resubmit',
        port: random.chance(0.3) ? random.pick(place.ports) : undefined,
        table: !place.tracking && random.chance(0.1) ? random.below(TABLES) : Math.min(place.table + 1, LEARN_TABLE),
      };
    case 5:
    case 6:
      return moveAction(place, random);
    case 7:
      // with two tags Open vSwitch would count on after this
      return tags < 2 ? loadTag(random) : { kind: 'pop-vlan' };
    case 8:
      return { kind: 'load', target: { field: 'in_port', start: 0, bits: 16 }, value: BigInt(random.pick([0, ...place.ports])) };
    default:
      return setAction(place, random);
  }
}

function loadTag(random: RandomSource): Action {
  const part = random.pick([
    { start: 0, bits: 16 },
    { start: 0, bits: 12 },
    { start: 13, bits: 3 },
  ]);
  return { kind: 'load', target: { field: 'vlan_tci', ...part }, value: random.pick([0n, 1n, 2n]) };
}

function outputAction({ ports }: Place, random: RandomSource): Action {
  if (random.chance(0.6)) return { kind: 'output', port: portOf(random.pick(ports)) };
  return { kind: 'output', port: random.pick(['in_port', 'all', 'flood', 'normal'] as const) };
}

function portOf(ofport: number): number | 'local' {
  return ofport === LOCAL_OFPORT ? 'local' : ofport;
}

/** Fields an action may touch under this match: Open vSwitch refuses flows that set what the match does not promise. */
function settableFields({ match }: Place): readonly FieldName[] {
  // not pkt_mark: it would choose the route of the tunnel's outer packet
  const always: readonly FieldName[] = ['eth_src', 'eth_dst', 'reg0', 'reg1', 'reg2', 'tun_id', 'metadata'];
  const exact = (field: FieldName): bigint | undefined => match.find((entry) => entry.field === field && entry.mask === undefined)?.value;
  if (exact('eth_type') === 0x0806n) return [...always, 'arp_spa', 'arp_tpa', 'arp_sha', 'arp_tha'];
  if (exact('eth_type') !== 0x0800n) return always;
  const ip: readonly FieldName[] = [...always, 'ip_src', 'ip_dst', 'ip_dscp', 'ip_ttl'];
  if (exact('ip_proto') === 6n) return [...ip, 'tcp_src', 'tcp_dst'];
  return exact('ip_proto') === 17n ? [...ip, 'udp_src', 'udp_dst'] : ip;
}

function setAction(place: Place, random: RandomSource): Action {
  const field = random.pick(settableFields(place));
  const { bits } = fieldOf(field);
  const value = random.chance(0.4) ? random.pick([0n, 5n, 1n]) : BigInt(random.below(1 << 16)) & fullMask(field);
  if (random.chance(0.5)) return { kind: 'set-field', field, value: value & fullMask(field), mask: undefined };
  const start = random.below(bits);
  const width = 1 + random.below(bits - start);
  return { kind: 'load', target: { field, start, bits: width }, value: value & ((1n << BigInt(width)) - 1n) };
}

function moveAction(place: Place, random: RandomSource): Action {
  const fields = settableFields(place);
  const [from, to] = [random.pick(fields), random.pick(fields)];
  const bits = 1 + random.below(Math.min(fieldOf(from).bits, fieldOf(to).bits));
  const part = (field: FieldName): Subfield => ({ field, start: random.below(fieldOf(field).bits - bits + 1), bits });
  return { kind: 'move', source: part(from), target: part(to) };
}

function learnAction({ table, priority }: Place): Action {
  const whole = (field: FieldName): Subfield => ({ field, start: 0, bits: fieldOf(field).bits });
  return {
    kind: 'learn',
    table: LEARN_TABLE,
    priority: table * 2000 + priority,
    hardTimeoutSeconds: 300,
    idleTimeoutSeconds: 0,
    cookie: 0n,
    clauses: [
      { kind: 'match-field', target: { field: 'vlan_tci', start: 0, bits: 12 }, source: { field: 'vlan_tci', start: 0, bits: 12 } },
      { kind: 'match-field', target: whole('eth_dst'), source: whole('eth_src') },
      { kind: 'load-field', target: { field: 'reg2', start: 4, bits: 16 }, source: { field: 'tun_id', start: 0, bits: 16 } },
      { kind: 'load-value', target: { field: 'reg1', start: 0, bits: 8 }, value: 7n },
      { kind: 'output', source: whole('in_port_oxm') },
    ],
  };
}
