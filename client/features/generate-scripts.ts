import * as vscode from 'vscode';
import { MANIFEST_FILE } from '#core/compile/script';
import { scriptsRequest } from '#protocol';
import { Problem } from '../infrastructure/problems.ts';
import { type Services, registerCommand } from '../infrastructure/services.ts';
import { type OutputFiles, type ReplacementPlan, planReplacement, replaceFolder } from './output-folder.ts';

/** What a caller other than the command palette may say, so that nothing is asked. */
export interface GenerateScriptsArguments {
  readonly uri?: vscode.Uri;
  readonly folder?: vscode.Uri;
}

/** The output folder's name where none is chosen. */
const DEFAULT_FOLDER = 'ostopo-out';

/** Makes files of a folder executable, where the folder's file system knows such a thing. */
export type MarkExecutable = (folder: vscode.Uri, paths: readonly string[]) => Promise<void>;

/** The command “Generate OVS Scripts”. It returns the folder written to. */
export function registerGenerateScripts(services: Services, markExecutable: MarkExecutable): void {
  registerCommand(services, 'ostopo.generateScripts', 'generating the scripts', async (argument) => {
    if (!vscode.workspace.isTrusted)
      throw new Problem('Generating scripts writes files, so it needs a trusted workspace: run “Workspaces: Manage Workspace Trust”.');
    const given = readArguments(argument);
    const document = await services.sources.current(given.uri);
    const answer = await services.server.ask(scriptsRequest, { uri: document.uri.toString() });
    if (answer.kind === 'refused') throw new Problem(answer.message);
    const files = new Map(Object.entries(answer.files));

    const folder = given.folder ?? (await chooseFolder(document.uri));
    if (!folder) return undefined;
    const plan = await planReplacement(folder, files);
    if (!given.folder && !(await confirm(plan, document.uri))) return undefined;
    await replaceFolder(folder, files, (fresh) => markExecutable(fresh, executables(files)));
    await revealManifest(folder, files);
    void vscode.window.showInformationMessage(`Wrote ${count(files.size)} to ${vscode.workspace.asRelativePath(folder)}.`);
    return folder;
  });
}

function readArguments(argument: unknown): GenerateScriptsArguments {
  if (argument instanceof vscode.Uri) return { uri: argument };
  if (typeof argument !== 'object' || argument === null) return {};
  const uri = 'uri' in argument && argument.uri instanceof vscode.Uri ? argument.uri : undefined;
  const folder = 'folder' in argument && argument.folder instanceof vscode.Uri ? argument.folder : undefined;
  return { ...(uri && { uri }), ...(folder && { folder }) };
}

async function chooseFolder(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const beside = defaultFolder(model);
  const other = { label: '$(folder-opened) Another folder…', description: '', folder: undefined };
  const items = beside
    ? [{ label: `$(folder) ${DEFAULT_FOLDER}`, description: vscode.workspace.asRelativePath(beside), folder: beside }, other]
    : [other];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Generate OVS Scripts',
    placeHolder: 'Folder the scripts are written to',
  });
  if (!picked) return undefined;
  if (picked.folder) return picked.folder;
  const chosen = await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: 'Write Scripts Here' });
  return chosen?.[0];
}

function defaultFolder(model: vscode.Uri): vscode.Uri | undefined {
  if (model.scheme !== 'untitled') return vscode.Uri.joinPath(model, '..', DEFAULT_FOLDER);
  const workspace = vscode.workspace.workspaceFolders?.[0];
  return workspace && vscode.Uri.joinPath(workspace.uri, DEFAULT_FOLDER);
}

async function confirm(plan: ReplacementPlan, model: vscode.Uri): Promise<boolean> {
  const write = plan.overwritten.length + plan.removed.length > 0 ? 'Overwrite' : 'Write';
  const message = `Write ${count(plan.created.length + plan.overwritten.length + plan.unchanged.length)} to ${vscode.workspace.asRelativePath(plan.folder)}?`;
  const detail = [
    ...warnOfErrors(model),
    ...section('Overwritten', plan.overwritten),
    ...section('Removed', plan.removed),
    ...section('New', plan.created),
    ...(plan.unchanged.length > 0 ? [`Unchanged: ${count(plan.unchanged.length)}.`] : []),
  ].join('\n');
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, write)) === write;
}

/** A model with errors is compiled as far as it is sound: the user should know before anything is run. */
function warnOfErrors(model: vscode.Uri): string[] {
  const errors = vscode.languages.getDiagnostics(model).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
  return errors === 0
    ? []
    : [`The model has ${errors === 1 ? 'an error' : `${errors} errors`}: read the Problems view before you run the scripts.`, ''];
}

/** Paths listed in a dialogue before the rest is only counted. */
const LISTED = 15;

function section(title: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > LISTED ? [`  … and ${paths.length - LISTED} more`] : [];
  return [`${title}:`, ...paths.slice(0, LISTED).map((path) => `  ${path}`), ...more, ''];
}

async function revealManifest(folder: vscode.Uri, files: OutputFiles): Promise<void> {
  if (files.has(MANIFEST_FILE)) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, MANIFEST_FILE), { preview: true });
}

function executables(files: OutputFiles): string[] {
  return [...files.keys()].filter((path) => path.endsWith('.sh'));
}

function count(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
