// `npm run bench [-- NAME…] [-- SIZE…] [-- alone]`: runs the benches that are named, or all, for their usual sizes unless others are given; `alone`, without
// the programs that they are compared with.
import { benchCompiler } from './bench-compiler.ts';
import { benchServer } from './bench-server.ts';

interface Bench {
  readonly usual: readonly number[];
  readonly run: (sizes: readonly number[], alone: boolean) => Promise<void>;
}

const BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['server', { usual: [100, 1000, 10_000], run: benchServer }],
  ['compiler', { usual: [1000, 10_000, 40_000], run: benchCompiler }],
]);

const words = process.argv.slice(2).filter((word) => word !== 'alone');
const alone = words.length < process.argv.length - 2;
const sizes = words.filter((word) => /^\d+$/.test(word)).map(Number);
const names = words.filter((word) => !/^\d+$/.test(word));
const unknown = names.filter((name) => !BENCHES.has(name));
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(', ')}; there are: ${[...BENCHES.keys()].join(', ')}`);
  process.exit(2);
}
for (const [name, { usual, run }] of BENCHES) {
  if (names.length > 0 && !names.includes(name)) continue;
  await run(sizes.length > 0 ? sizes : usual, alone);
}
