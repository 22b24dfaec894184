import { type ElementId, groupBy } from '#core/base';
import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { describeElement } from './describe-element.ts';

/** What two elements cannot both have, for the finding at the first of them. */
const SHARED: Partial<Record<FindingCode, string>> = {
  OST2013: 'address',
  OST2030: 'MAC',
  OST2031: 'MAC',
  OST2033: 'UUID',
  OST2034: 'start of a UUID',
  OST3001: 'VNI',
  OST3008: 'tunnel address',
  OST3016: 'VLAN',
  OST4008: 'OpenFlow port number',
};

/**
 * A conflict has two ends, and either may be the one to change: adds to each finding about a repeated value one at the place of the first
 * that has it, once however many repeat it. Takes findings whose first related place and `data.other` are that first one's.
 */
export function onBothPlaces(findings: readonly Finding[]): readonly Finding[] {
  const byFirst = groupBy(findings, ({ code, data }) => `${code} ${String(data.other)}`);
  return [...findings, ...[...byFirst.values()].flatMap(atFirst)];
}

function atFirst(repeats: readonly Finding[]): readonly Finding[] {
  const [repeat] = repeats;
  const first = repeat?.related[0];
  if (!repeat?.element || !first) return [];
  const others = repeats.length > 1 ? ` and ${String(repeats.length - 1)} more` : '';
  const message = `the same ${SHARED[repeat.code] ?? 'value'} is given to ${describeElement({ id: repeat.element })}${others}: the plan keeps it here. Change one of them.`;
  const { other, ...data } = repeat.data;
  return [
    createFinding(repeat.code, {
      message,
      place: first.place,
      related: repeats.map(({ place }) => ({ message: 'given again here', place })),
      ...(typeof other === 'string' ? { element: other as ElementId } : {}), // written from an element's id
      data: { ...data, other: repeat.element },
    }),
  ];
}
