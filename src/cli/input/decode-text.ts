/** A text, or why bytes are none, in words that follow `it is not`. */
export type DecodedText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly why: string };

/** Reads bytes as UTF-8. A byte order mark is dropped unless `keepMark`; UTF-16, whose letters and zeros would be read one by one, is told apart from other bytes. */
export function decodeText(bytes: Uint8Array, keepMark = false): DecodedText {
  if (isUtf16(bytes)) return { kind: 'refused', why: 'UTF-8 text, but UTF-16: save it as UTF-8' };
  if (bytes.includes(0)) return { kind: 'refused', why: 'text: it has zero bytes' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes) };
  } catch {
    return { kind: 'refused', why: 'UTF-8 text' };
  }
}

/** Bytes enough to see what a text is encoded in. */
const SAMPLE = 512;

/** By its byte order mark, or by zeros in every second place, as all text has them that is mostly ASCII. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  if ((first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) || (first === 0xfe && second === 0xff)) return true;
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 1].map((parity) => sample.filter((byte, i) => byte === 0 && i % 2 === parity).length);
  return sample.length >= 4 && Math.max(...zeros) > sample.length * 0.4 && Math.min(...zeros) === 0;
}
