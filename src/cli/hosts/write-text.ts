import { type Hash, createHash } from 'node:crypto';
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { MeasuredFile, TextPieces } from '#core/compile/script';

/** Bytes that are written at once. */
const AT_ONCE = 1 << 20;

/** UTF-8 of a UTF-16 unit has at most three bytes. */
const MOST_BYTES = 3;

/** What was there is written over and its rest cut off: emptying a file first costs some file systems several times what writing it does. */
const WRITE_OVER = constants.O_WRONLY | constants.O_CREAT;

/**
 * Writes files whose texts come in pieces, and measures them on the way. All go through one buffer: fresh memory for each file costs half as much again.
 * Names ending in `.sh` become executable.
 */
export function createTextWriter(): (file: string, pieces: TextPieces) => MeasuredFile {
  const buffer = Buffer.allocUnsafeSlow(AT_ONCE);
  return (file, pieces) => {
    mkdirSync(path.dirname(file), { recursive: true });
    const target = new MeasuredTarget(openSync(file, WRITE_OVER, file.endsWith('.sh') ? 0o755 : 0o644));
    try {
      writePieces(target, pieces, buffer);
    } finally {
      target.close();
    }
    return target.measure();
  };
}

function writePieces(target: MeasuredTarget, pieces: TextPieces, buffer: Buffer): void {
  let filled = 0;
  for (const piece of pieces) {
    const most = piece.length * MOST_BYTES;
    if (filled + most > buffer.length) {
      target.write(buffer.subarray(0, filled));
      filled = 0;
    }
    if (most > buffer.length) target.write(Buffer.from(piece));
    else filled += buffer.write(piece, filled);
  }
  target.write(buffer.subarray(0, filled));
}

/** An open file that is written from its beginning. */
class MeasuredTarget {
  private readonly file: number;
  private readonly hash: Hash = createHash('sha256');
  private bytes = 0;

  constructor(file: number) {
    this.file = file;
  }

  write(bytes: Buffer): void {
    this.hash.update(bytes);
    for (let written = 0; written < bytes.length;) {
      const more = writeSync(this.file, bytes, written);
      written += more;
      this.bytes += more;
    }
  }

  /** Nothing stays of what was there before, also where writing failed. */
  close(): void {
    try {
      ftruncateSync(this.file, this.bytes);
    } finally {
      closeSync(this.file);
    }
  }

  measure(): MeasuredFile {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}
