import { describe, expect, it } from 'vitest';
import { read } from '../language/read.ts';
import { checkText } from './check-text.ts';

const HOST = 'host hv-1 { roles compute  tunnel-ip 10.9.0.1 }';
const CLOUD = `fabric f\n${HOST}\ntenant t {\n  network n { subnet s 10.0.0.0/24 }\n  vm v on hv-1 { port n }\n}\n`;
const MEGABYTE = 1_000_000;

describe('a text is taken the whole way, each step within two seconds, when it', { timeout: 120_000 }, () => {
  it.each([
    ['is empty', ''],
    ['is white space', ' \t\n\r\n\f\v\u00a0\u2028'],
    ['has only comments', '// one\n/* two\n   lines */ // three'],
    ['is a comment that never ends', `/* ${'no end '.repeat(10_000)}`],
    ['is a mark of byte order', '\ufeff'],
    ['has two of them', `\ufeff${CLOUD}\ufeff`],
    ['is a NUL', '\u0000'],
    ['has NULs between its words', CLOUD.replaceAll(' ', ' \u0000 ')],
    ['has NULs inside its words', CLOUD.replaceAll('v', 'v\u0000')],
    ['has only halves of surrogate pairs', '\udc00\ud800'.repeat(5000)],
    ['has names in halves of surrogate pairs', CLOUD.replaceAll(' v ', ' \ud800 ')],
    ['has names in other scripts', CLOUD.replaceAll(' n ', ' сеть-名前-ネット ').replaceAll(' v ', ' e\u0302\u200d\u{1f600} ')],
    ['has names that objects have by themselves', CLOUD.replaceAll(' t ', ' __proto__ ').replaceAll(' n ', ' constructor ')],
    ['has a name of a megabyte', CLOUD.replaceAll(' v ', ` ${'v'.repeat(MEGABYTE)} `)],
    ['has a number of a hundred thousand digits', CLOUD.replace('port n', `port n { ofport ${'9'.repeat(100_000)} }`)],
    ['is a line of a megabyte without a space', 'x'.repeat(MEGABYTE)],
    ['is a quote of a megabyte', `expect "${'x '.repeat(MEGABYTE / 2)}" a reaches b`],
    ['is a list of a megabyte', `host a { roles ${'compute, '.repeat(MEGABYTE / 9)}network }`],
    ['is a sound cloud on one line of a megabyte', sprawl().replaceAll('\n', ' ')],
    ['opens blocks ten thousand deep', 'host a { '.repeat(10_000)],
    ['nests tenants ten thousand deep', `${'tenant t { '.repeat(10_000)}${'}'.repeat(10_000)}`],
    ['closes ten thousand blocks', '}'.repeat(10_000)],
    ['opens ten thousand brackets', `vm v-${'['.repeat(10_000)}`],
    ['repeats a VM as often as it may', CLOUD.replace('vm v ', 'vm v-[1..4000] ')],
    ['repeats a VM more often than it may', CLOUD.replace('vm v ', 'vm v-[1..999999999999] ')],
    ['has repetitions of repetitions', CLOUD.replace('vm v ', 'vm v-[1..99]-[1..99]-[1..99] ')],
  ])('%s', async (_what, text) => {
    await checkText(text);
    expect(read(text).findings.length).toBeLessThan(25_000);
  });
});

/** A megabyte of VMs that have nothing wrong. */
function sprawl(): string {
  const vms = Array.from({ length: 4000 }, (_, i) => `vm v${i} on hv-1 { port n { security none  port-security off } }`);
  const space = ' '.repeat(MEGABYTE / vms.length - 60);
  return `fabric f\n${HOST}\ntenant t {\nnetwork n { subnet s 10.0.0.0/16 }\n${vms.join(`\n${space}`)}\n}\n`;
}

describe('ten thousand faults in one file', { timeout: 120_000 }, () => {
  it.each([
    ['words that mean nothing', (i: number) => `network n${i} { frobnicate }`],
    ['values that cannot be read', (i: number) => `network n${i} { mtu many }`],
    ['names that nobody has', (i: number) => `vm v${i} on nowhere { }`],
    ['characters that cannot stand there', (i: number) => `network n${i} { \u0000 }`],
  ])('are all told: %s', async (_what, line) => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `  ${line(i)}`);
    const text = `fabric f\n${HOST}\ntenant t {\n${lines.join('\n')}\n}\n`;
    const wrong = read(text).findings.filter(({ severity }) => severity === 'error');
    expect(new Set(wrong.map(({ place }) => place.start.line)).size).toBeGreaterThanOrEqual(10_000);
    await checkText(text);
  });
});

describe('what other systems put into a file changes nothing', () => {
  it.each([
    ['ends of lines of Windows', CLOUD.replaceAll('\n', '\r\n')],
    ['ends of lines of old Macs', CLOUD.replaceAll('\n', '\r')],
    ['a mark of byte order', `\ufeff${CLOUD}`],
  ])('%s', (_what, text) => {
    expect(read(CLOUD).findings).toEqual([]);
    expect(read(text).findings).toEqual([]);
    expect(read(text).topology.vms.map(({ name }) => name)).toEqual(['v']);
  });
});
