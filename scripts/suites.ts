import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  copyExamples,
  createTemporaryFolder,
  findChromium,
  inResults,
  installHosts,
  type MochaResult,
  removeFolder,
  repository,
  vsixPath,
} from '#hosts';
import { runChecks } from './checks.ts';
import { type DesktopVscode, chooseDesktopVscode } from './desktop-vscode.ts';
import { runDemonstration } from './demonstration.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import { failedFiles, withSecondRun } from './second-run.ts';
import { countMocha, countVitest, judge, type SuiteResult, type VitestResult } from './suite-result.ts';

/** Tests that are run and counted together. */
export interface Suite {
  readonly name: string;
  readonly about: string;
  /** Why it cannot run on this machine, if it cannot. */
  unfit(): string | undefined;
  /** What must be made before; says why when that fails. */
  prepare(): Promise<string | undefined>;
  run(): Promise<SuiteResult>;
}

const MINUTE_MS = 60_000;

const nothing = () => Promise.resolve(undefined);

/** In the order in which they are run: the quickest answer first. */
export const suites: readonly Suite[] = [
  {
    name: 'check',
    about: 'generated code, types, lint, format, layers',
    unfit: () => undefined,
    prepare: nothing,
    run: () => runChecks(),
  },
  {
    name: 'unit',
    about: 'core, language, server, command line',
    unfit: () => undefined,
    prepare: nothing,
    run: () => runVitest('unit', 15),
  },
  { name: 'demo', about: 'the command line as it is shipped', unfit: () => undefined, prepare: build, run: runDemonstration },
  { name: 'ovs', about: 'flows and packets on a real Open vSwitch', unfit: unfitForOvs, prepare: nothing, run: () => runVitest('ovs', 20) },
  { name: 'extension', about: 'the extension in VS Code', unfit: unfitForDesktop, prepare: build, run: runExtension },
  { name: 'web', about: 'the extension in VS Code for the web', unfit: unfitForHosts, prepare: build, run: runWeb },
  {
    name: 'workbench',
    about: 'the packaged extension, as a user sees it',
    unfit: unfitForHosts,
    prepare: packageExtension,
    run: () => runDriven('workbench', 15),
  },
];

interface VitestRun {
  readonly code: number;
  readonly result: VitestResult | undefined;
}

async function runVitest(project: string, limitMinutes: number): Promise<SuiteResult> {
  const { code, result } = await vitest(project, limitMinutes);
  return judge(result && countVitest(result), code);
}

/**
 * A suite that drives a window: files that failed are run once more, and that is said. A window that the system gave no time, or whose
 * focus went elsewhere, says nothing about the extension; a fault of the extension fails twice.
 */
async function runDriven(project: string, limitMinutes: number): Promise<SuiteResult> {
  const first = await vitest(project, limitMinutes);
  if (first.result === undefined || first.code === 0) return judge(first.result && countVitest(first.result), first.code);
  const files = failedFiles(first.result);
  for (const failure of countVitest(first.result).failures) console.log(`failed in the first run: ${failure}`);
  console.log(`${project}: ${files.length} file(s) failed and are run a second time`);
  const second = await vitest(project, limitMinutes, files);
  return judge(second.result && countVitest(withSecondRun(first.result, second.result)), second.code);
}

/** Runs the projects of vitest.config.ts whose names begin with that of the suite. */
async function vitest(project: string, limitMinutes: number, files: readonly string[] = []): Promise<VitestRun> {
  const file = freshResult(project);
  const args = ['run', '--project', `${project}*`, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...files];
  const { code } = await runCommand('vitest', args, { timeoutMs: limitMinutes * MINUTE_MS });
  return { code, result: readResult(file) as VitestResult | undefined }; // written by vitest's own reporter
}

async function runExtension(): Promise<SuiteResult> {
  const file = freshResult('extension');
  const folder = createTemporaryFolder();
  const env = {
    VSCODE_EXECUTABLE: executableOf(desktop()),
    OSTOPO_TEST_WORKSPACE: copyExamples(folder),
    OSTOPO_MOCHA_RESULT: file,
  };
  const ended = await runCommand('vscode-test', [], { env, quiet: true, timeoutMs: 10 * MINUTE_MS });
  removeFolder(folder);
  return judgeMocha('extension', file, ended);
}

async function runWeb(): Promise<SuiteResult> {
  const file = freshResult('web');
  const ended = await runCommand(process.execPath, ['test/hosts/web/run-web-suite.ts'], { quiet: true, timeoutMs: 10 * MINUTE_MS });
  return judgeMocha('web', file, ended);
}

/** Prints and counts the tests; what the host said beside them goes to a log, for it says much. */
function judgeMocha(suite: string, file: string, { code, output }: CommandResult): SuiteResult {
  const log = inResults('logs', `${suite}-host.log`);
  writeFileSync(log, output);
  const result = readResult(file) as MochaResult | undefined; // written by mocha's own reporter, or in its shape
  for (const { fullTitle } of result?.passes ?? []) console.log(` ✓ ${fullTitle}`);
  for (const { fullTitle, err } of result?.failures ?? []) console.log(` ✗ ${fullTitle}\n${err.stack ?? err.message ?? ''}`);
  if (result === undefined) console.log(`no result, the host's last words (all of them in ${log}):\n${output.slice(-3000)}`);
  return judge(result && countMocha(result), code);
}

let built: Promise<string | undefined> | undefined;

/** Builds every bundle as it is shipped, and the tests, once per run. */
function build(): Promise<string | undefined> {
  built ??= failureOf(process.execPath, ['esbuild.mjs', '--production', '--tests']);
  return built;
}

async function packageExtension(): Promise<string | undefined> {
  rmSync(vsixPath(), { force: true });
  return failureOf('npm', ['run', 'package']);
}

async function failureOf(program: string, args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runCommand(program, args, { quiet: true });
  return code === 0 ? undefined : `${program} ${args.join(' ')} failed:\n${output}`;
}

const standIn = `${repository}/test/hosts/code-server/vscode-executable.ts`;

function desktop(): DesktopVscode {
  return chooseDesktopVscode(process.env, process.getuid?.() === 0);
}

/** What `.vscode-test.mjs` is told: nothing means that one is downloaded. */
function executableOf(chosen: DesktopVscode): string {
  if (chosen.kind === 'download') return '';
  return chosen.kind === 'stand-in' ? standIn : chosen.path;
}

function unfitForDesktop(): string | undefined {
  const chosen = desktop();
  if (chosen.kind === 'stand-in') return unfitForHosts();
  return chosen.kind === 'missing' ? `VSCODE_EXECUTABLE names ${chosen.path}, which cannot be run` : undefined;
}

function unfitForHosts(): string | undefined {
  if (findChromium() === undefined) return 'no Chromium (Debian: chromium, or name one in CHROMIUM_EXECUTABLE)';
  return installHosts();
}

function unfitForOvs(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root, for network namespaces';
  if (spawnSync('ovs-vswitchd', ['--version']).status !== 0) return 'no Open vSwitch (Debian: openvswitch-switch)';
  if (spawnSync('unshare', ['--net', 'true']).status !== 0) return 'may not make network namespaces here';
  return undefined;
}

function freshResult(suite: string): string {
  const file = inResults(`${suite}.json`);
  rmSync(file, { force: true });
  return file;
}

function readResult(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
