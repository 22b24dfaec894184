import { writePcapng } from '#core/packet';
import type { CapturedFrame, Trace } from './trace.ts';

/** The frames of a trace as a capture file: an interface for each place of capture, named `HOST/DEVICE`, `underlay` or as the physical network, times from the start of the trace. */
export function traceToPcapng(trace: Pick<Trace, 'frames'>): Uint8Array {
  const names = [...new Set(trace.frames.map(nameOf))];
  const frames = trace.frames.map((frame) => ({
    interfaceIndex: names.indexOf(nameOf(frame)),
    timeMicroseconds: frame.timeMicroseconds,
    bytes: frame.bytes,
  }));
  return writePcapng(
    frames,
    names.map((name) => ({ name })),
  );
}

function nameOf({ host, device }: CapturedFrame): string {
  return host === undefined ? device : `${host}/${device}`;
}
