import { readVsix } from '#hosts';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const LIMIT_BYTES = 8 * 1024 * 1024;

const files = [...readVsix()]
  .filter(([name]) => name.startsWith('extension/'))
  .map(([name, content]) => ({ name: name.slice('extension/'.length), content }));
const names = files.map((file) => file.name);

it('carries nothing but bundles, grammar, configuration and papers', () => {
  const expected =
    /^(package\.json|readme\.md|changelog\.md|license\.txt|language-configuration\.json|syntaxes\/ostopo\.tmLanguage\.json|dist\/THIRD-PARTY-NOTICES\.txt|media\/.*|docs\/images\/[a-z-]+\.png|docs\/findings\/(README|OST\d{4})\.md|dist\/(client|server|webview)\/[a-z-]+\.c?js)$/i;
  expect(names.filter((name) => !expected.test(name))).toEqual([]);
});

it('carries every file that its manifest names', () => {
  const { languages, grammars } = manifest.contributes;
  const named = [
    manifest.main,
    manifest.browser,
    ...languages.map((language) => language.configuration),
    ...grammars.map((grammar) => grammar.path),
  ];
  expect(named.map((file) => file.replace('./', '')).filter((file) => !names.includes(file))).toEqual([]);
});

it('carries the servers and the preview page', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'dist/server/main.cjs',
      'dist/server/main-browser.js',
      'dist/webview/preview.js',
      'dist/webview/elk-worker.js',
    ]),
  );
});

it('names the licences of the packages inside its bundles', () => {
  const notices = files.find((file) => file.name === 'dist/THIRD-PARTY-NOTICES.txt')?.content.toString('utf8') ?? '';
  for (const name of ['langium', 'vscode-languageclient', 'vscode-languageserver', 'elkjs']) expect(notices).toContain(`\n${name} `);
});

it('points to no source map and to no place on the machine that built it', () => {
  const telltale = files.filter(({ content }) => content.includes('sourceMappingURL=') || content.includes(process.cwd()));
  expect(telltale.map((file) => file.name)).toEqual([]);
});

it('is small enough to load on the web', () => {
  expect(files.reduce((total, file) => total + file.content.length, 0)).toBeLessThan(LIMIT_BYTES);
});
