import type { LangiumDocument } from 'langium';
import type { CodeAction, Range } from 'vscode-languageserver';
import { groupBy } from '#core/base';
import type { RefactorCall } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { type OfferedRefactoring, offerRefactorings } from '../refactorings/offer-refactorings.ts';

/** Of one kind no more than these are offered as actions: a cloud has many hosts to move to. */
const MOST_OF_A_KIND = 5;

/** The commands of VS Code that ask for the value a refactoring needs. */
const ASKING: Partial<Readonly<Record<RefactorCall['kind'], string>>> = {
  renumber: 'ostopo.renumberSubnet',
  split: 'ostopo.splitSubnet',
  extract: 'ostopo.extractSecurityGroup',
};

/** What travels with a code action until it is chosen. */
export interface RefactorData {
  readonly uri: string;
  readonly call: RefactorCall;
}

/**
 * The refactorings of what stands at a range, as code actions without their edits. A client with the `commands` of this project asks its user for
 * the values; others get values that fit.
 */
export function refactorActions(analysis: Analysis, document: LangiumDocument, range: Range, commands: boolean): CodeAction[] {
  const uri = document.uri.toString();
  const byKind = groupBy(offerRefactorings(analysis, document, range), ({ call }) => call.kind);
  const offers = [...byKind.values()].flatMap((ofAKind) => ofAKind.slice(0, MOST_OF_A_KIND));
  return offers.map((offer) => (commands ? askingAction(uri, offer) : undefined) ?? resolvedAction(uri, offer));
}

function resolvedAction(uri: string, { title, kind, call }: OfferedRefactoring): CodeAction {
  const data: RefactorData = { uri, call };
  return { title, kind, data };
}

function askingAction(uri: string, { asking: title, kind, call }: OfferedRefactoring): CodeAction | undefined {
  const command = ASKING[call.kind];
  if (title === undefined || command === undefined) return undefined;
  return { title, kind, command: { title, command, arguments: [{ uri, offer: call }] } };
}
