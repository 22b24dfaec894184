import { type ElementId, type SourcePlace, compareText, elementKind, qualifiedName, sortedBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Topology, indexTopology } from '#core/model';
import type { Deployment } from '../deployment.ts';
import { createLock } from './create-lock.ts';
import type { Lock } from './lock.ts';
import { type LockedValue, lockedValues, printValue } from './print-lock.ts';

/** Everything in which a model and its lock differ (OST6003): elements the lock lacks or has too many, and values that changed. */
export function compareLock(topology: Topology, deployment: Deployment, lock: Lock): readonly Finding[] {
  const wanted = flatten(createLock(topology, deployment, lock));
  const found = flatten(lock);
  const elements = indexTopology(topology);
  const placeOf = (id: ElementId) => elements.get(id)?.places.name ?? hostOf(topology, id)?.places.name;
  const keys = sortedBy(new Set([...wanted.keys(), ...found.keys()]), (key) => key);
  return keys.flatMap((id) => {
    const difference = describe(id, wanted.get(id), found.get(id));
    if (difference === undefined) return [];
    const [own, locked] = [wanted.has(id) ? placeOf(id) : undefined, lock.placeOf(id)];
    return [finding(difference, own ?? locked ?? topology.fabric.places.name, own && locked, id)];
  });
}

function finding(difference: string, place: SourcePlace, locked: SourcePlace | undefined, element: ElementId): Finding {
  const related = locked ? [{ message: 'what the lock file says', place: locked }] : [];
  return createFinding('OST6003', {
    message: `${difference}. Run \`ostopo lock\` and commit the lock file with the model`,
    place,
    related,
    element,
  });
}

type Values = Readonly<Record<string, LockedValue>>;

function describe(id: ElementId, wanted: Values | undefined, found: Values | undefined): string | undefined {
  const what = `${elementKind(id)} ${qualifiedName(id)}`;
  if (!wanted) return `the lock file has ${what}, which the model has not`;
  if (!found) return `the lock file lacks ${what}`;
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort(compareText);
  const changes = names.flatMap((name) => {
    const [is, was] = [wanted[name], found[name]].map((value) => (value === undefined ? 'nothing' : printValue(value)));
    return is === was ? [] : [`${name} is ${String(is)}, in the lock file ${String(was)}`];
  });
  return changes.length === 0 ? undefined : `${what}: ${changes.join('; ')}`;
}

/** All of a lock by id: a host's local VLANs and a bridge's ports are its values. */
function flatten(lock: Lock): ReadonlyMap<ElementId, Values> {
  const numbers = (map: ReadonlyMap<ElementId, ReadonlyMap<string, number>>, word: string) =>
    [...map].map(([id, entries]) => [id, Object.fromEntries([...entries].map(([key, number]) => [`${word} ${key}`, number]))] as const);
  return new Map<ElementId, Values>([
    ...[...lock.elements].map(([id, element]) => [id, lockedValues(element)] as const),
    ...numbers(lock.localVlans, 'local VLAN of'),
    ...numbers(lock.bridgePorts, 'port number of'),
  ]);
}

/** The host of a bridge that is not written: br-int and br-tun. */
function hostOf({ hosts }: Topology, id: ElementId): Topology['hosts'][number] | undefined {
  return elementKind(id) === 'bridge' ? hosts.find((host) => qualifiedName(id).startsWith(`${host.name}.`)) : undefined;
}
