import * as vscode from 'vscode';
import { type RefactorCall, elementAtRequest, refactorRequest, selectedRulesRequest } from '#protocol';
import { Problem } from '../infrastructure/problems.ts';
import { type Services, registerCommand } from '../infrastructure/services.ts';

/** The refactorings that need a value, as commands that ask for it, and pinning. A caller may say all: `{ uri?, call }`. */
export function registerRefactorings(services: Services): void {
  register(services, 'ostopo.renumberSubnet', 'renumbering the subnet', async (model) => {
    const subnet = await elementHere(services, model, 'subnet');
    const cidr = await ask('Renumber Subnet', 'The new range: an address and its prefix length', '10.0.3.0/24');
    return cidr === undefined ? undefined : { kind: 'renumber', subnet, cidr };
  });
  register(services, 'ostopo.splitSubnet', 'splitting the subnet', async (model) => {
    const subnet = await elementHere(services, model, 'subnet');
    const name = await ask('Split Subnet', 'The name of the upper half', 'app-v4-upper');
    return name === undefined ? undefined : { kind: 'split', subnet, name };
  });
  register(services, 'ostopo.moveVm', 'moving the vm', async (model) => {
    const vm = await elementHere(services, model, 'vm');
    const host = await ask('Move VM', 'The host it is to run on', 'hv-2');
    return host === undefined ? undefined : { kind: 'move', vms: [vm], host };
  });
  register(services, 'ostopo.extractSecurityGroup', 'extracting the security group', async (model) => {
    const rules = await rulesHere(services, model);
    const name = await ask('Extract Security Group', 'The name of the new group', `${rules.group.split('.').at(-1) ?? ''}-2`);
    return name === undefined ? undefined : { kind: 'extract', ...rules, name };
  });
  register(services, 'ostopo.pinDerivedValues', 'pinning derived values', () => Promise.resolve({ kind: 'pin', element: null }));
}

function register(
  services: Services,
  id: string,
  what: string,
  choose: (model: vscode.TextDocument) => Promise<RefactorCall | undefined>,
): void {
  registerCommand(services, id, what, async (argument) => {
    const given = typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri) ? argument : {};
    const model = await services.sources.current('uri' in given ? given.uri : argument);
    // Another extension's or a test's call is checked by the server: an unknown one is refused there.
    const call = 'call' in given ? (given.call as RefactorCall) : await choose(model);
    return call && carryOut(services, model, call);
  });
}

async function carryOut(services: Services, model: vscode.TextDocument, call: RefactorCall): Promise<boolean> {
  const answer = await services.server.ask(refactorRequest, { uri: model.uri.toString(), call });
  if (answer.kind === 'refused') throw new Problem(answer.message);
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, changes] of Object.entries(answer.changes))
    for (const { range, newText } of changes)
      edit.replace(
        vscode.Uri.parse(uri),
        new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
        newText,
      );
  return vscode.workspace.applyEdit(edit);
}

/** The rules that the selection touches, of one group. */
async function rulesHere(services: Services, model: vscode.TextDocument): Promise<{ group: string; rules: readonly number[] }> {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document === model);
  if (!editor) throw new Problem('Select some of the rules of a security group first.');
  const { start, end } = editor.selection;
  const range = { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } };
  const answer = await services.server.ask(selectedRulesRequest, { uri: model.uri.toString(), range });
  if (answer.kind === 'refused') throw new Problem(answer.message);
  return { group: answer.group, rules: answer.rules };
}

/** The block of a kind that the cursor is in: the innermost, or one around it in its name (`port:red.web.app` is in `vm:red.web`). */
async function elementHere(services: Services, model: vscode.TextDocument, kind: 'subnet' | 'vm'): Promise<string> {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document === model);
  const position = editor?.selection.active;
  const answer =
    position &&
    (await services.server.ask(elementAtRequest, {
      uri: model.uri.toString(),
      position: { line: position.line, character: position.character },
    }));
  const element = answer?.element ?? '';
  if (element.startsWith(`${kind}:`)) return element;
  const [, tenant, name] = /^(?:port|dhcp):([^.]+)\.([^.]+)/.exec(element) ?? [];
  if (tenant !== undefined && name !== undefined && element.startsWith(kind === 'vm' ? 'port:' : 'dhcp:'))
    return `${kind}:${tenant}.${name}`;
  throw new Problem(`Put the cursor into the block of a ${kind} first.`);
}

async function ask(title: string, prompt: string, placeHolder: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({ title, prompt, placeHolder });
  return answer?.trim() === '' ? undefined : answer?.trim();
}
