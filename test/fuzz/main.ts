// `npm run fuzz [-- CASES [SEED [FIRST]]]`: a million cases (or as many as said) of a random seed (or the one said), from a case on.
// What fails is written to results/fuzz/, made as small as it goes. A run that was ended goes on with what its last line says.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type FuzzFailure, runFuzz } from './run-fuzz.ts';

const [cases = 1_000_000, seed = Math.floor(Math.random() * 1_000_000), start = 0] = process.argv.slice(2).map(Number);
const folder = path.resolve(import.meta.dirname, '../../results/fuzz');
const began = performance.now();
let failures = 0;
let next = start;
let saidAt = 0;

console.log(`${cases} cases of seed ${seed} from case ${start} on`);
process.once('SIGINT', () => {
  console.log(`\nended; the rest: ${command(start + cases - next, next)}`);
  process.exit(failures > 0 ? 1 : 130);
});
await runFuzz({ seed, start, end: start + cases, threads: availableParallelism() }, report, (taken) => {
  next = taken;
  if (performance.now() - saidAt < 10_000) return;
  saidAt = performance.now();
  const perSecond = ((next - start) * 1000) / (saidAt - began);
  console.log(
    `${next - start} of ${cases}, ${perSecond.toFixed(0)} a second, ${failures} failed; from here: ${command(start + cases - next, next)}`,
  );
});
console.log(`${cases} cases, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

function report({ index, message, text }: FuzzFailure): void {
  failures += 1;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${seed}-${index}.ostopo`);
  writeFileSync(file, text);
  console.log(
    `\ncase ${index} fails: ${message.slice(0, 2000)}\nits text, made smaller: ${path.relative(process.cwd(), file)}\nagain: ${command(1, index)}\n`,
  );
}

function command(count: number, from: number): string {
  return `npm run fuzz -- ${count} ${seed} ${from}`;
}
