#!/usr/bin/env node
// Stands in for VS Code's own executable: takes the arguments that @vscode/test-electron passes and runs the tests in code-server,
// whose extension host and workbench are VS Code's, with Chromium as its window.
import { statSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../chromium.ts';
import { inResults } from '../paths.ts';
import { runInPage } from '../run-in-page.ts';
import { startCodeServer } from './start-code-server.ts';
import { workbenchUrl } from './workbench-url.ts';

const args = process.argv.slice(2);

function option(name: string): string {
  const prefix = `--${name}=`;
  const given = args.find((arg) => arg.startsWith(prefix));
  if (given === undefined) throw new Error(`expected ${prefix}… among ${args.join(' ')}`);
  return path.resolve(given.slice(prefix.length));
}

const isFolder = (arg: string) => !arg.startsWith('-') && statSync(arg, { throwIfNoEntry: false })?.isDirectory() === true;

/** What the workbench prints about itself, test or no test. */
const CHATTER =
  /AgentHost|AccountPolicyGate|Creating a socket|connection token|reconnection-grace|Updating additional|Service Worker|^\s*$/;

const target = {
  folder: args.find(isFolder),
  extensionDevelopmentPath: option('extensionDevelopmentPath'),
  extensionTestsPath: option('extensionTestsPath'),
};
const server = await startCodeServer({ name: 'extension', testDriver: true });
try {
  const browser = await openBrowser(server.folder);
  const print = (line: string) => {
    if (!CHATTER.test(line)) console.log(line);
  };
  process.exitCode = await runInPage(browser, workbenchUrl(server.authority, target), print);
  if (process.exitCode !== 0) await browser.pages()[0]?.screenshot({ path: inResults('screenshots/extension-failed.png') });
  await browser.close();
} finally {
  await server.stop();
}
