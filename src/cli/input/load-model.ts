import type { Finding, Severities, SilencedFinding } from '#core/diagnostics';
import { type Element, type Topology, indexTopology } from '#core/model';
import { type Deployment, type Lock, type PlanMemory, analyse } from '#core/plan';
import { type CompiledFabric, compileFabric } from '#core/compile';
import type { ElementId } from '#core/base';
import { type FixContext, type OstopoModel, createFixContext, findFixes, parseOstopo } from '#language';
import { CommandError, EXIT } from '../exit-code.ts';
import { commandHint } from '../output/command-hint.ts';
import { summariseFindings } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';
import { displayPath } from './display-path.ts';
import { readLockFile } from './lock-file.ts';
import { readImport } from './read-import.ts';
import { readSource } from './read-source.ts';

/** A model read, checked and planned. */
export interface LoadedModel {
  readonly uri: string;
  /** Of its own file, then of those that it imports. */
  readonly uris: readonly string[];
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** Of the text, the lock file, the rules and the plan, in the order of the text. */
  readonly findings: readonly Finding[];
  /** What comments of the text silence. */
  readonly silenced: readonly SilencedFinding[];
  /** The lock file's, where there is a sound one. */
  readonly lock: Lock | undefined;
  readonly element: (id: ElementId) => Element | undefined;
  /** What the editor offers to do about a finding, the obvious one first. */
  readonly fixTitles: (finding: Finding) => readonly string[];
}

/** What changes how a model is checked. */
export interface LoadOptions {
  readonly severities?: Severities;
  /** What was planned of earlier versions of the model. */
  readonly memory?: PlanMemory;
}

/** Reads a file (`-` for standard input) with its lock file and runs the editor's checks on it. */
export async function loadModel(file: string, { severities = new Map(), memory }: LoadOptions = {}): Promise<LoadedModel> {
  const source = await readSource(file);
  const parsed = parseOstopo(source.text, source.uri, readImport);
  const locked = await readLockFile(file);
  const { findings, silenced, deployment } = analyse(parsed.topology, [...parsed.findings, ...(locked?.findings ?? [])], {
    severities,
    silences: parsed.silences,
    ...(memory ? { memory } : {}),
    ...(locked?.lock ? { lock: locked.lock } : {}),
  });
  const index = indexTopology(parsed.topology);
  return {
    uri: source.uri,
    uris: parsed.documents.map((document) => document.uri.toString()),
    topology: parsed.topology,
    deployment,
    findings,
    silenced,
    lock: locked?.lock,
    element: (id) => index.get(id),
    fixTitles: fixTitlesOf(parsed, deployment),
  };
}

function fixTitlesOf(model: OstopoModel, deployment: Deployment): LoadedModel['fixTitles'] {
  let context: FixContext | undefined;
  return (finding) => findFixes(finding, (context ??= createFixContext(model, deployment))).map(({ title }) => title);
}

/** A model and what its hosts are programmed with. */
export interface CompiledModel extends LoadedModel {
  readonly compiled: CompiledFabric;
}

/** Loads and compiles. A model with errors still compiles what is sound, as the editor does; a file that describes no host at all ends the command. */
export async function loadCompiled(file: string, options: LoadOptions = {}): Promise<CompiledModel> {
  const model = await loadModel(file, options);
  if (model.topology.hosts.length === 0)
    throw new CommandError(`${displayPath(model.uri)} describes no host: there is nothing to compile`, EXIT.failed);
  return { ...model, compiled: compileFabric(model.deployment) };
}

/** Says on stderr in one line that a model has errors or warnings. Commands say so once nothing is wrong with their own words any more. */
export function tellOfFindings({ uri, findings }: LoadedModel, file: string, terminal: Terminal): void {
  const grave = findings.filter((finding) => finding.severity === 'error' || finding.severity === 'warning');
  if (grave.length > 0) terminal.err(`${displayPath(uri)}: ${summariseFindings(grave)}; "${commandHint('check', file)}" tells them\n`);
}

/** Whether a finding forbids an exit code of 0. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
