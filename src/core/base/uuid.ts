import { parse, v5 } from 'uuid';
import type { Brand } from './brand.ts';

/** A UUID in canonical lower-case text, `8-4-4-4-12` (RFC 9562). */
export type Uuid = Brand<string, 'Uuid'>;

/** The namespace of every UUID this project derives: UUIDv5 of the DNS name `ostopo.dev`, as its bytes. */
const NAMESPACE = parse(v5('ostopo.dev', v5.DNS));

/** The UUIDv5 of a fabric and a qualified name: the same file gives the same ids everywhere, and two fabrics never share one. */
export function deriveUuid(fabric: string, qualifiedName: string): Uuid {
  return v5(`${fabric}/${qualifiedName}`, NAMESPACE) as Uuid; // v5 prints canonical lower case
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a whole UUID in either case, `undefined` when the text is not one. */
export function parseUuid(text: string): Uuid | undefined {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? (lower as Uuid) : undefined; // tested just now
}
