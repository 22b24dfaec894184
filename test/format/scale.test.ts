import { expect, it } from 'vitest';
import { createOstopoCoreServices, formatText } from '#language';

const services = createOstopoCoreServices();
const VMS = Array.from(
  { length: 5000 },
  (_, i) => `  vm v${String(i)} on hv-1   { port app { ip 10.0.${String(i >> 8)}.${String(i & 255)} } }  // vm ${String(i)}`,
);
const LARGE = `host hv-1\ntenant t {\n  network app { subnet a 10.0.0.0/8 }\n${VMS.join('\n')}\n}\n`;

it.each([
  ['thousands of aligned lines with comments', LARGE],
  ['the same on one line', LARGE.replaceAll(/\/\/.*\n/g, ' ').replaceAll('\n', ' ')],
  ['two lines of a megabyte each', `host a { tunnel-ip ${'1.1.1.1,  '.repeat(100_000)}1.1.1.2 }\n`.repeat(2)],
  ['nothing that can be read', '}{ "'.repeat(50_000)],
  ['thousands of open blocks', 'host a { '.repeat(5000)],
])('a text of %s is formatted within its minute, and once is enough', { timeout: 60_000 }, (_, text) => {
  const formatted = formatText(text, services);
  expect(formatText(formatted, services)).toBe(formatted);
});
