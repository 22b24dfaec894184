import { compareText } from '#core/base';
import { printAddress, printMac } from '#core/net';
import type { Lock, LockedElement } from './lock.ts';

/** The version of the file's shape. */
export const LOCK_SCHEMA = 1;

/** The text of a lock file: JSON, sorted, one line per element, so that differences read well. */
export function printLock(lock: Lock): string {
  const sections = [
    `"schema": ${String(LOCK_SCHEMA)}`,
    `"fabric": ${JSON.stringify(lock.fabric)}`,
    `"elements": ${printMap(lock.elements, printElement, '  ')}`,
    `"localVlans": ${printMap(lock.localVlans, printNumbers, '  ')}`,
    `"bridgePorts": ${printMap(lock.bridgePorts, printNumbers, '  ')}`,
  ];
  return `{\n  ${sections.join(',\n  ')}\n}\n`;
}

function printMap<T>(map: ReadonlyMap<string, T>, print: (value: T) => string, indent: string): string {
  const entries = [...map].sort(([a], [b]) => compareText(a, b));
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => `${indent}  ${JSON.stringify(key)}: ${print(value)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function printNumbers(numbers: ReadonlyMap<string, number>): string {
  return printMap(numbers, String, '    ');
}

/** `{ "uuid": "…", "mac": "…" }` on one line. */
export function printElement(element: LockedElement): string {
  const entries = Object.entries(lockedValues(element)).map(([key, value]) => `${JSON.stringify(key)}: ${printValue(value)}`);
  return `{ ${entries.join(', ')} }`;
}

/** The values that are there, as JSON has them, in a fixed order. */
export function lockedValues({
  uuid,
  trunk,
  vni,
  vlan,
  mac,
  addresses,
  host,
  ofport,
  vrid,
  instance,
}: LockedElement): Record<string, LockedValue> {
  const values: Record<string, LockedValue | undefined> = {
    uuid,
    trunk,
    vni,
    vlan,
    mac: mac === undefined ? undefined : printMac(mac),
    addresses: addresses?.map(printAddress),
    host,
    ofport,
    vrid,
    instance,
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, LockedValue] => entry[1] !== undefined));
}

/** A value of a lock file. */
export type LockedValue = string | number | readonly string[];

/** A value as JSON, lists with a space after each comma. */
export function printValue(value: LockedValue): string {
  return typeof value === 'object' ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : JSON.stringify(value);
}
