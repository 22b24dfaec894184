#!/usr/bin/env node
// The command line of a clone: `npx ostopo …`, `npm run ostopo -- …`. Builds what there is to run, where nothing is built yet.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { URL, fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = new URL('../dist/cli/main.mjs', import.meta.url);

if (!existsSync(program)) build();
await import(program.href);

/** With the Node that the repository brings, which is new enough for its scripts; what is printed goes to stderr, for stdout is the command's. */
function build() {
  console.error('ostopo is not built yet: building it once (npm run build)');
  const own = ['node', 'node.exe'].map((name) => `${root}node_modules/node/bin/${name}`).find((file) => existsSync(file));
  const { status } = spawnSync(own ?? process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', process.stderr.fd, 'inherit'] });
  if (status === 0) return;
  console.error('ostopo: it cannot be built: run "npm ci" first');
  process.exit(3);
}
