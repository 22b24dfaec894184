import fc from 'fast-check';
import { expect, test } from 'vitest';
import { known } from '#core/base';
import { receive } from '#core/dataplane';
import { type FieldMatch, type Flow, parseFlow, printLoadableFlow } from '#core/openflow';
import { A, B, frameInput, tinySwitch } from './tiny-switch.ts';

/** Fields a frame of these tests varies in. */
interface Frame {
  readonly port: number;
  readonly from: string;
  readonly to: string;
}

const matches = fc.subarray(['in_port=1', 'in_port=2', `dl_src=${A}`, `dl_dst=${B}`, 'dl_src=02:00:00:00:00:00/02:00:00:00:00:00'], {
  maxLength: 2,
});
const ordinary = fc.tuple(
  matches,
  fc.integer({ min: 1, max: 3 }).map((port) => `output:${port + 1}`),
);
const part = fc.tuple(
  matches,
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })).map(([id, clause]) => `conjunction(${id},${clause}/2)`),
);
const complete = fc.integer({ min: 1, max: 3 }).map((id): [string[], string] => [[`conj_id=${id}`], `output:${5 + id}`]);
const flows = fc
  .array(fc.oneof(ordinary, part, complete), { minLength: 4, maxLength: 14 })
  .chain((bodies) =>
    fc.tuple(fc.constant(bodies), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: bodies.length, maxLength: bodies.length })),
  )
  .map(([bodies, priorities]) =>
    distinct(
      bodies.map(([match, action], i) => flowOf([`priority=${known(priorities[i], 'a priority')}`, ...match, `actions=${action}`].join())),
    ),
  );
const frames = fc.record({ port: fc.constantFrom(1, 2, 3), from: fc.constantFrom(A, B), to: fc.constantFrom(A, B) });

/** One conjunction at each priority, so that it is plain which one wins, and each match once, as a part may hide an ordinary flow of its match. */
function distinct(all: readonly (Flow | undefined)[]): Flow[] {
  const seen = new Set<string>();
  const ids = new Map<number, number>();
  return all.filter((flow): flow is Flow => {
    if (!flow) return false;
    const match = printLoadableFlow({ ...flow, priority: 0, actions: [] });
    const [action] = flow.actions;
    const isOther = action?.kind === 'conjunction' && (ids.get(flow.priority) ?? action.id) !== action.id;
    if (seen.has(match) || isOther) return false;
    seen.add(match);
    if (action?.kind === 'conjunction') ids.set(flow.priority, action.id);
    return true;
  });
}

/** `undefined` where two conditions speak of one field. */
function flowOf(text: string): Flow | undefined {
  const parsed = parseFlow(text);
  return parsed.kind === 'error' ? undefined : parsed.value;
}

/** What ovs-fields(7) says, flow by flow: from the highest priority down an ordinary flow, or a conjunction with all its dimensions and a flow for its id. */
function expected(table: readonly Flow[], frame: Frame): Set<Flow | undefined> {
  const fitting = table.filter((flow) => flow.match.every((entry) => meets(entry, frame, undefined)));
  for (const priority of [4, 3, 2, 1]) {
    const level = fitting.filter((flow) => flow.priority === priority);
    const whole = level.filter((flow) => !isPart(flow));
    if (whole.length > 0) return new Set(whole);
    const dimensions = level.flatMap(({ actions }) => actions.filter((action) => action.kind === 'conjunction'));
    const id = dimensions.find(
      ({ id: own }) => new Set(dimensions.filter((other) => other.id === own).map(({ clause }) => clause)).size === 2,
    )?.id;
    const found =
      id === undefined
        ? new Set<Flow>()
        : best(table.filter((flow) => !isPart(flow) && flow.match.every((entry) => meets(entry, frame, id))));
    if (found.size > 0) return found;
  }
  return new Set([undefined]);
}

function best(candidates: readonly Flow[]): Set<Flow> {
  const highest = Math.max(...candidates.map(({ priority }) => priority));
  return new Set(candidates.filter(({ priority }) => priority === highest));
}

function isPart({ actions }: Flow): boolean {
  return actions.some(({ kind }) => kind === 'conjunction');
}

function meets({ field, value, mask }: FieldMatch, { port, from, to }: Frame, id: number | undefined): boolean {
  const found = new Map<string, bigint>([
    ['in_port', BigInt(port)],
    ['eth_src', BigInt(`0x${from.replaceAll(':', '')}`)],
    ['eth_dst', BigInt(`0x${to.replaceAll(':', '')}`)],
    ['conj_id', BigInt(id ?? 0)],
  ]).get(field);
  return (known(found, field) & (mask ?? -1n)) === value;
}

test('a table finds the flow that the manual describes, with conjunctions and without', () => {
  fc.assert(
    fc.property(flows, frames, (table, frame) => {
      const text = table.map((flow) => printLoadableFlow(flow));
      const target = tinySwitch({ name: 'br', ports: ['1 a', '2 b', '3 c'], flows: text });
      const [first] = receive(target, frameInput(frame), 0).events.flatMap((event) => (event.kind === 'table' ? [event.flow] : []));
      const told = [...expected(table, frame)].map((flow) => flow && printLoadableFlow(flow));
      expect(told).toContain(first && printLoadableFlow(first));
    }),
    { numRuns: 2000, seed: 20261125 },
  );
});
