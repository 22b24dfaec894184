// Builds everything that is run: `node esbuild.mjs [--production] [--tests] [--watch]`, or one folder of it elsewhere: `--only=dist/cli --root=DIR`.
import { chmodSync, copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { writeThirdPartyNotices } from './scripts/third-party-notices.ts';

const has = (flag) => process.argv.includes(flag);
const valueOf = (flag) => process.argv.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
const production = has('--production');
const only = valueOf('--only');
const root = valueOf('--root') ?? 'dist';

/** What Node 20 lacks and Langium's packages call. */
const missingInNode20 = ['core-js/actual/object/group-by.js', 'core-js/actual/map/group-by.js', 'core-js/actual/promise/with-resolvers.js'];

const node = { platform: 'node', target: 'node20', inject: missingInNode20 };
const browser = { platform: 'browser', target: 'es2023', mainFields: ['browser', 'module', 'main'] };
/** A module that VS Code loads: it gives `vscode`, and takes CommonJS only by the ending `.cjs`. */
const hosted = { format: 'cjs', external: ['vscode'] };

/** A program for Node: an ES module whose CommonJS dependencies may still `require` Node's own modules. */
const program = {
  format: 'esm',
  banner: {
    js: [
      '#!/usr/bin/env node',
      "import { createRequire as createOwnRequire } from 'node:module';",
      'const require = createOwnRequire(import.meta.url);',
    ].join('\n'),
  },
};

/** Every bundle: what it is made from, where it goes, and for which host. */
const bundles = [
  { entryPoints: ['client/extension.ts'], outfile: 'dist/client/extension.cjs', ...node, ...hosted },
  { entryPoints: ['client/extension-web.ts'], outfile: 'dist/client/extension-web.cjs', ...browser, ...hosted },
  { entryPoints: ['server/main.ts'], outfile: 'dist/server/main.cjs', ...node, format: 'cjs' },
  { entryPoints: ['server/main-browser.ts'], outfile: 'dist/server/main-browser.js', ...browser, format: 'iife' },
  { entryPoints: ['client/webview/preview/main.ts'], outfile: 'dist/webview/preview.js', ...browser, format: 'iife' },
  { entryPoints: ['elkjs/lib/elk-worker.min.js'], outfile: 'dist/webview/elk-worker.js', ...browser, format: 'iife' },
  { entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli/main.mjs', ...node, ...program },
  { entryPoints: ['src/cli/hosts/host-helper.ts'], outfile: 'dist/cli/host-helper.mjs', ...node, ...program },
];

/** The extension's own tests, for the Node host (one file each) and for the web host (one file in all). */
const testBundles = [
  { entryPoints: globSync('test/extension/*.test.ts'), outdir: 'dist/test/extension', outExtension: { '.js': '.cjs' }, ...node, ...hosted },
  {
    entryPoints: ['test/hosts/worker/suite-in-worker.ts'],
    outfile: 'dist/test/extension-web.cjs',
    ...browser,
    ...hosted,
    alias: { 'node:assert': 'assert', 'node:assert/strict': './test/hosts/worker/assert-strict.cjs' },
    define: { global: 'globalThis' },
    inject: ['test/hosts/worker/process-in-worker.ts'],
    plugins: [extensionTests()],
  },
];

/** Files that a bundle reads when it runs. */
const assets = [
  ['node_modules/@resvg/resvg-wasm/index_bg.wasm', 'dist/cli/resvg.wasm'],
  ['node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dist/cli/DejaVuSans.ttf'],
  ['node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf', 'dist/cli/DejaVuSans-Bold.ttf'],
  ...globSync('docs/findings/OST*.md').map((page) => [page, `dist/cli/findings/${path.basename(page)}`]),
  ...globSync('examples/*.ostopo').map((model) => [model, `dist/cli/templates/${path.basename(model)}`]),
];

const common = {
  bundle: true,
  logLevel: 'warning',
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  metafile: true,
};

/** Where something of `dist/` goes; `undefined` when it is not asked for. */
const placeOf = (file) => (only === undefined || file.startsWith(`${only}/`) ? file.replace(/^dist(?=\/)/, root) : undefined);

const wanted = (has('--tests') ? [...bundles, ...testBundles] : bundles).filter(({ outfile, outdir }) => placeOf(outfile ?? `${outdir}/`));
const options = wanted.map((bundle) => ({
  ...common,
  ...bundle,
  ...(bundle.outfile === undefined ? { outdir: placeOf(`${bundle.outdir}/`) } : { outfile: placeOf(bundle.outfile) }),
}));
if (has('--watch')) await Promise.all(options.map(async (bundle) => (await esbuild.context(bundle)).watch()));
else {
  for (const folder of new Set(options.map((bundle) => bundle.outdir ?? path.dirname(bundle.outfile))))
    rmSync(folder, { recursive: true, force: true });
  const built = await Promise.all(options.map((bundle) => esbuild.build(bundle))).catch(() => process.exit(1)); // esbuild has said why
  const shipped = built.map((bundle) => bundle.metafile).filter((made) => !Object.keys(made.outputs)[0]?.startsWith('dist/test/'));
  writeThirdPartyNotices(shipped, `${root}/THIRD-PARTY-NOTICES.txt`);
}
for (const [from, file] of assets) {
  const to = placeOf(file);
  if (to === undefined) continue;
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}
const commandLine = placeOf('dist/cli/main.mjs');
if (!has('--watch') && commandLine !== undefined) chmodSync(commandLine, 0o755);

/** Resolves `ostopo:extension-tests` to a module that imports every test of the extension. */
function extensionTests() {
  return {
    name: 'extension-tests',
    setup(build) {
      build.onResolve({ filter: /^ostopo:extension-tests$/ }, ({ path: name }) => ({ path: name, namespace: 'tests' }));
      build.onLoad({ filter: /.*/, namespace: 'tests' }, () => ({
        contents: globSync('test/extension/*.test.ts')
          .map((file) => `import './${file}';`)
          .join('\n'),
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
