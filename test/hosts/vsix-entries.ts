import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { vsixPath } from './paths.ts';

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const DEFLATED = 8;

/** The files inside the packaged extension, name to content (a VSIX is a ZIP archive: PKWARE APPNOTE 4.3.12, 4.3.16). */
export function readVsix(): ReadonlyMap<string, Buffer> {
  const archive = readFileSync(vsixPath());
  const end = archive.length - END_LENGTH; // vsce writes no archive comment after it
  if (archive.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) throw new Error(`${vsixPath()} does not end as a ZIP archive`);
  const entries = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, readEntry(archive, at));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function readEntry(archive: Buffer, header: number): Buffer {
  const compressedLength = archive.readUInt32LE(header + 20);
  const local = archive.readUInt32LE(header + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + compressedLength);
  return archive.readUInt16LE(header + 10) === DEFLATED ? inflateRawSync(data) : data;
}
