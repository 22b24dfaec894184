import * as vscode from 'vscode';
import { type RefactorCall, offeredRefactoringsRequest, refactorRequest } from '#protocol';
import { placeToRange } from '../infrastructure/places.ts';
import { Problem } from '../infrastructure/problems.ts';
import { type Services, registerCommand } from '../infrastructure/services.ts';
import { type AskedValue, askForValue } from './asked-value.ts';

/**
 * The refactorings as commands, which ask for what is not said. A caller may say all, `{ uri?, call }`, or what is to be changed with a value to
 * begin with, `{ uri?, offer }`.
 */
export function registerRefactorings(services: Services): void {
  registerAsking(services, 'ostopo.renumberSubnet', 'renumbering the subnet', 'renumber', {
    title: 'Renumber Subnet',
    prompt: 'The new range: an address and its prefix length. Every address in the subnet moves along.',
    nothing: 'Put the cursor into the block of a subnet first.',
    valueOf: ({ cidr }) => cidr,
    withValue: (call, cidr) => ({ ...call, cidr }),
  });
  registerAsking(services, 'ostopo.splitSubnet', 'splitting the subnet', 'split', {
    title: 'Split Subnet',
    prompt: 'The name of the subnet that gets the upper half of the range.',
    nothing: 'Put the cursor into the block of a subnet first.',
    valueOf: ({ name }) => name,
    withValue: (call, name) => ({ ...call, name }),
  });
  registerAsking(services, 'ostopo.extractSecurityGroup', 'extracting the security group', 'extract', {
    title: 'Extract Security Group',
    prompt: 'The name of the group that the selected rules move into.',
    nothing: 'Select some of the rules of one security group first, not all of them.',
    valueOf: ({ name }) => name,
    withValue: (call, name) => ({ ...call, name }),
  });
  register(services, 'ostopo.moveVm', 'moving the vm', (model) => chooseMove(services, model));
  register(services, 'ostopo.pinDerivedValues', 'pinning derived values', () => Promise.resolve({ kind: 'pin', element: null }));
}

type CallOf<Kind extends RefactorCall['kind']> = Extract<RefactorCall, { kind: Kind }>;

function registerAsking<Kind extends RefactorCall['kind']>(
  services: Services,
  id: string,
  what: string,
  kind: Kind,
  asked: AskedValue<CallOf<Kind>> & { readonly nothing: string },
): void {
  register(services, id, what, async (model, offer) => {
    const [offered] = offer ? [offer].filter(isOf(kind)) : (await offersHere(services, model)).map(({ call }) => call).filter(isOf(kind));
    if (!offered) throw new Problem(asked.nothing);
    return askForValue(offered, asked, async (call) => {
      const answer = await services.server.ask(refactorRequest, { uri: model.uri.toString(), call });
      return answer.kind === 'refused' ? answer.message : undefined;
    });
  });
}

function isOf<Kind extends RefactorCall['kind']>(kind: Kind): (call: RefactorCall) => call is CallOf<Kind> {
  return (call): call is CallOf<Kind> => call.kind === kind;
}

function register(
  services: Services,
  id: string,
  what: string,
  choose: (model: vscode.TextDocument, offer: RefactorCall | undefined) => Promise<RefactorCall | undefined>,
): void {
  registerCommand(services, id, what, async (argument) => {
    const given = typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri) ? argument : {};
    const model = await services.sources.current('uri' in given ? given.uri : argument);
    // The server's, another extension's or a test's: the server refuses what it does not know.
    const call =
      'call' in given ? (given.call as RefactorCall) : await choose(model, 'offer' in given ? (given.offer as RefactorCall) : undefined);
    return call && carryOut(services, model, call);
  });
}

async function carryOut(services: Services, model: vscode.TextDocument, call: RefactorCall): Promise<boolean> {
  const answer = await services.server.ask(refactorRequest, { uri: model.uri.toString(), call });
  if (answer.kind === 'refused') throw new Problem(answer.message);
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, changes] of Object.entries(answer.changes))
    for (const { range, newText } of changes) edit.replace(vscode.Uri.parse(uri), placeToRange(range), newText);
  return vscode.workspace.applyEdit(edit);
}

/** The hosts that the VMs at the selection, or those of the host there, can move to. */
async function chooseMove(services: Services, model: vscode.TextDocument): Promise<RefactorCall | undefined> {
  const moves = (await offersHere(services, model)).filter(({ call }) => call.kind === 'move' || call.kind === 'evacuate');
  if (moves.length === 0)
    throw new Problem('Put the cursor into a vm, or into a host that vms run on, first; another compute host is needed to move to.');
  const items = moves.map(({ title, call }) => ({ label: title, call }));
  return (await vscode.window.showQuickPick(items, { title: 'Move VMs', placeHolder: 'The host to run on' }))?.call;
}

async function offersHere(services: Services, model: vscode.TextDocument) {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document === model);
  if (!editor) return [];
  const { start, end } = editor.selection;
  const range = { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } };
  return (await services.server.ask(offeredRefactoringsRequest, { uri: model.uri.toString(), range })).offers;
}
