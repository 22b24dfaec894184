import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { inHosts, inResults } from '../paths.ts';
import { createTemporaryFolder, removeFolder } from '../temporary-folder.ts';

/** A running code-server, its data in a folder of its own. */
export interface CodeServer {
  /** `127.0.0.1:PORT`, where the workbench answers. */
  readonly authority: string;
  /** Everything this run writes; gone after `stop`. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** What a code-server is to do besides serving. */
export interface CodeServerOptions {
  /** Names the log: `results/logs/NAME.log`. */
  readonly name: string;
  /** Lets the page's address name tests to run, and reports their end to the page. */
  readonly testDriver?: boolean;
  /** Extensions to install first, packaged. */
  readonly vsix?: string;
}

/** A quiet workbench: nothing asks, nothing looks for updates, nothing but our extension completes. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const STARTUP_MS = 60_000;

/** Starts code-server on a free port of 127.0.0.1 and waits until it answers. */
export async function startCodeServer({ name, testDriver = false, vsix }: CodeServerOptions): Promise<CodeServer> {
  const folder = createTemporaryFolder();
  mkdirSync(path.join(folder, 'data/User'), { recursive: true });
  writeFileSync(path.join(folder, 'data/User/settings.json'), JSON.stringify(SETTINGS));
  writeFileSync(path.join(folder, 'config.yaml'), '');
  const log = inResults('logs', `${name}.log`);
  const logFile = openSync(log, 'w');
  const run = (args: readonly string[]) => spawnCodeServer(folder, args, logFile);

  if (vsix !== undefined && (await exitCode(run(['--install-extension', vsix]))) !== 0)
    throw new Error(`${vsix} cannot be installed, see ${log}`);
  const authority = `127.0.0.1:${await freePort()}`;
  const driver = testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
  const server = run([
    '--auth',
    'none',
    '--bind-addr',
    authority,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    ...driver,
  ]);
  const killNow = () => {
    signalGroup(server, 'SIGKILL');
  };
  process.once('exit', killNow).once('SIGINT', endNow).once('SIGTERM', endNow);
  const stop = async () => {
    signalGroup(server, 'SIGTERM');
    await Promise.race([exitCode(server), delay(3000, undefined, { ref: false })]);
    killNow();
    process.off('exit', killNow).off('SIGINT', endNow).off('SIGTERM', endNow);
    removeFolder(folder);
  };
  if (await answers(authority, server)) return { authority, folder, stop };
  await stop();
  throw new Error(`code-server did not start, see ${log}`);
}

/** Ends this process so that what is to happen at its exit does happen. */
function endNow(): void {
  process.exit(1);
}

/** Starts one code-server process in a group of its own, so that its extension hosts end with it. */
function spawnCodeServer(folder: string, args: readonly string[], log: number): ChildProcess {
  const own = [
    '--config',
    path.join(folder, 'config.yaml'),
    '--user-data-dir',
    path.join(folder, 'data'),
    '--extensions-dir',
    path.join(folder, 'extensions'),
  ];
  return spawn(process.execPath, [inHosts('code-server/out/node/entry.js'), ...own, ...args], {
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
      XDG_CONFIG_HOME: path.join(folder, 'xdg-config'),
      XDG_DATA_HOME: path.join(folder, 'xdg-data'),
      XDG_CACHE_HOME: path.join(folder, 'xdg-cache'),
      XDG_RUNTIME_DIR: folder,
    },
  });
}

async function answers(authority: string, server: ChildProcess): Promise<boolean> {
  const end = Date.now() + STARTUP_MS;
  while (Date.now() < end && !hasEnded(server)) {
    const response = await fetch(`http://${authority}/healthz`).catch(() => undefined); // refused until it listens
    if (response?.ok) return true;
    await delay(100);
  }
  return false;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) await new Promise((ended) => child.once('exit', ended));
  return child.exitCode;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // the whole group is gone already
  }
}
