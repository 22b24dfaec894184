/** Bytes written as hexadecimal digits, two a byte, with or without blanks and colons between bytes; a text for people where they are none. */
export function readHex(text: string): Uint8Array | { readonly fault: string } {
  const digits = text.replace(/[\s:]+/g, '').replace(/^0x/i, '');
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0];
  if (wrong !== undefined) return { fault: `\`${wrong}\` is no hexadecimal digit` };
  if (digits.length === 0) return { fault: 'there are no bytes' };
  if (digits.length % 2 === 1) return { fault: `${String(digits.length)} hexadecimal digits are half a byte too many or too few` };
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
