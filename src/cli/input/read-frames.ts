import { readFile } from 'node:fs/promises';
import { type Packet, readCapture, readFrame, readHex } from '#core/packet';
import { CommandError } from '../exit-code.ts';
import { describeFileError } from './describe-file-error.ts';

/** A frame in place of a described packet. */
export interface GivenFrame {
  /** Its number in the capture, from 1. */
  readonly number: number;
  readonly frame: Packet;
  /** What of it no flow would see. */
  readonly beyond: string | undefined;
}

/** Options that bring frames. */
export interface FrameOptions {
  readonly hex?: string;
  readonly pcap?: string;
  readonly frame?: string;
}

/** The frames of `--hex` or `--pcap`, of those of a capture the one that `--frame` names; `undefined` where neither is given. Anything wrong ends the command. */
export async function readFrames({ hex, pcap, frame }: FrameOptions): Promise<readonly GivenFrame[] | undefined> {
  if (hex !== undefined && pcap !== undefined) throw new CommandError('give the frame with --hex or with --pcap, not with both');
  if (frame !== undefined && pcap === undefined)
    throw new CommandError('--frame names one frame of a capture: give the capture with --pcap');
  if (hex !== undefined) return [readOne(sound('--hex', readHex(hex)), 1, '--hex')];
  if (pcap === undefined) return undefined;
  const bytes = await readFile(pcap).catch((error: unknown) => {
    throw new CommandError(`cannot read ${pcap}: ${describeFileError(error)}`);
  });
  const { frames } = sound(pcap, readCapture(bytes));
  return choose(frames, frame, pcap).map(({ number, content }) => readOne(content, number, `${pcap} frame ${String(number)}`));
}

function choose(frames: readonly Uint8Array[], wanted: string | undefined, pcap: string) {
  const numbered = frames.map((content, i) => ({ number: i + 1, content }));
  if (numbered.length === 0) throw new CommandError(`${pcap} holds no frame`);
  if (wanted === undefined) return numbered;
  const found = numbered.filter(({ number }) => String(number) === wanted);
  if (found.length > 0) return found;
  throw new CommandError(`${pcap} has no frame ${wanted}: its frames are 1 to ${String(numbered.length)}`);
}

function readOne(bytes: Uint8Array, number: number, where: string): GivenFrame {
  const { packet, beyond } = sound(where, readFrame(bytes));
  return { number, frame: packet, beyond };
}

function sound<T extends object>(where: string, read: T | { readonly fault: string }): T {
  if ('fault' in read) throw new CommandError(`${where}: ${read.fault}`);
  return read;
}
