import type { IpAddress } from '#core/net';
import type { Rule, RuleTable } from '#core/netfilter';
import { printRule } from '#core/netfilter';
import { ETHERTYPE, type Packet } from '#core/packet';
import type { Flight } from '../event.ts';
import type { Network } from '../network.ts';
import { type Scene, drop, record } from '../record.ts';
import { type Tracking, UNTRACKED, confirmConnection, notePacket, trackPacket } from '../conntrack/connection-tracker.ts';
import type { Filter } from './create-filter.ts';
import { passTranslation } from './pass-translation.ts';
import { type Hook, type TableResult, runTable } from './run-table.ts';

/** A packet's way through the hooks of one namespace. */
export interface Passage {
  readonly filter: Filter;
  readonly inDevice: string | undefined;
  readonly outDevice: string | undefined;
  readonly physdevIn: string | undefined;
  readonly physdevOut: string | undefined;
  /** Where `REDIRECT` leads: the first address of the device the packet came in by. */
  readonly redirectAddress: IpAddress | undefined;
  readonly tracking: Tracking;
  readonly mark: number;
}

/** Where a passage begins, before any hook. */
export function beginPassage(
  filter: Filter,
  devices: Partial<Pick<Passage, 'inDevice' | 'outDevice' | 'physdevIn' | 'physdevOut' | 'redirectAddress'>>,
): Passage {
  return {
    filter,
    inDevice: undefined,
    outDevice: undefined,
    physdevIn: undefined,
    physdevOut: undefined,
    redirectAddress: undefined,
    tracking: UNTRACKED,
    mark: 0,
    ...devices,
  };
}

/** Tables by hook, in the order of their priorities (netfilter_ipv4.h); connection tracking comes after raw, and source translation after everything. */
const TABLES: Readonly<Record<Hook, readonly RuleTable['table'][]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'nat'],
  FORWARD: ['mangle', 'filter'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter'],
  POSTROUTING: ['mangle', 'nat'],
};

/** Runs every table of a hook; `undefined` when the packet ended there. The entry of a new connection is made when the last hook is passed. */
export function passHook(
  network: Network,
  flight: Flight,
  scene: Scene,
  passage: Passage,
  hook: Hook,
): { readonly flight: Flight; readonly passage: Passage } | undefined {
  const version = versionOf(flight.packet);
  if (version === undefined) return { flight, passage };
  const ruleset = passage.filter.rulesets.find((candidate) => candidate.version === version);
  let [nowFlight, nowPassage] = [flight, passage];
  let raw: TableResult | undefined;
  for (const name of TABLES[hook]) {
    const table = ruleset?.tables.find((candidate) => candidate.table === name);
    if (name === 'nat') {
      if (table) nowFlight = passTranslation(network, nowFlight, scene, nowPassage, table, hook);
      continue;
    }
    const result = table && runTable(table, hook, { ...nowPassage, packet: nowFlight.packet, addressSets: passage.filter.addressSets });
    if (name === 'raw') raw = result;
    if (result && result.verdict !== 'accept') return refuse(network, nowFlight, scene, result, nowPassage.tracking, name, hook);
    if (result && name === 'filter') nowFlight = recordAccept(network, nowFlight, scene, result, nowPassage.tracking, hook);
    nowPassage = { ...nowPassage, mark: result?.mark ?? nowPassage.mark };
    if (name === 'raw') nowPassage = { ...nowPassage, tracking: track(passage.filter, nowFlight.packet, raw) };
  }
  if (hook === 'POSTROUTING' || hook === 'INPUT') confirmConnection(passage.filter.connections, nowPassage.tracking);
  return { flight: nowFlight, passage: nowPassage };
}

function versionOf({ headers }: Packet): 4 | 6 | undefined {
  if (headers.eth_type === ETHERTYPE.ipv4) return 4;
  return headers.eth_type === ETHERTYPE.ipv6 ? 6 : undefined;
}

function track(filter: Filter, packet: Packet, raw: TableResult | undefined): Tracking {
  if (raw?.isUntracked === true) return UNTRACKED;
  const tracking = trackPacket(filter.connections, packet, raw?.zone ?? 0);
  notePacket(tracking);
  return tracking;
}

/** Only rules that decide are worth a step: jumps through chains that say nothing are not. */
function recordAccept(network: Network, flight: Flight, scene: Scene, result: TableResult, tracking: Tracking, hook: Hook): Flight {
  const rule =
    result.path.findLast(({ target }) => target.kind === 'return') ?? result.path.findLast(({ target }) => target.kind === 'accept');
  if (!rule) return flight;
  const detail = { kind: 'iptables', table: 'filter', hook, rule, verdict: 'accept', zone: tracking.zone, state: tracking.state } as const;
  return record(network, flight, { ...scene, element: rule.origin.element }, detail);
}

function refuse(
  network: Network,
  flight: Flight,
  scene: Scene,
  result: TableResult,
  tracking: Tracking,
  table: RuleTable['table'],
  hook: Hook,
): undefined {
  const rule = tellingRule(result.path);
  const place = { ...scene, element: rule?.origin.element ?? scene.element };
  const detail = rule && ({ kind: 'iptables', table, hook, rule, verdict: 'drop', zone: tracking.zone, state: tracking.state } as const);
  const refused = detail ? record(network, flight, place, detail) : flight;
  drop(
    network,
    refused,
    place,
    'iptables-drop',
    `${hook} of table ${table} drops it${rule ? `: ${printRule(rule, { comments: false })}` : ''}`,
  );
  return undefined;
}

/** A DROP in a chain of its own (the fallback) says little: the rule that jumped there names the port. */
function tellingRule(path: readonly Rule[]): Rule | undefined {
  const last = path.at(-1);
  const before = path.at(-2);
  const isFallback =
    last?.matches.every(({ kind }) => kind === 'comment') && before?.target.kind === 'jump' && before.target.chain === last.chain;
  return isFallback === true ? before : last;
}
