import { expect } from 'vitest';
import { type OstopoModel, createOstopoReader } from '#language';
import { markFindings, readMarkedText } from '#test/marked-text';

const reader = createOstopoReader();

/** Reads a text. */
export function read(text: string): OstopoModel {
  return reader.read(text);
}

/** Reads a text that has nothing wrong. */
export function readSound(text: string): OstopoModel {
  const model = reader.read(text);
  expect(model.findings.map((finding) => `${finding.code} ${finding.message}`)).toEqual([]);
  return model;
}

/** Checks that a text has exactly the findings marked in it. */
export function checkFindings(marked: string): OstopoModel {
  const markedText = readMarkedText(marked);
  const model = reader.read(markedText.text);
  expect(markFindings(markedText, model.findings)).toBe(marked);
  return model;
}

/** A topology without places, numbers printed: what is left must not depend on how the text is laid out. */
export function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, v: unknown) => (key === 'places' ? undefined : typeof v === 'bigint' ? `0x${v.toString(16)}` : v)),
  );
}
