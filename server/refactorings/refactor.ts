import type { LangiumDocument } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { assertNever, compact } from '#core/base';
import {
  type Refactoring,
  ast,
  evacuateHost,
  extractSecurityGroup,
  moveVms,
  pinDerivedValues,
  renumberSubnet,
  splitSubnet,
} from '#language';
import type { RefactorAnswer, RefactorCall } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { toWorkspaceEdit } from '../features/to-workspace-edit.ts';

/** Carries a refactoring out on the model of an analysis, asked for in one of its files. */
export function answerRefactor(
  analysis: Analysis,
  document: LangiumDocument,
  call: RefactorCall,
  services: LangiumSharedServices,
): RefactorAnswer {
  const refactoring = refactor(analysis, document, call, services);
  if (refactoring.kind === 'refused') return refactoring;
  return { kind: 'changes', changes: toWorkspaceEdit(analysis.lowered.documents, refactoring.changes).changes ?? {} };
}

function refactor(analysis: Analysis, document: LangiumDocument, call: RefactorCall, services: LangiumSharedServices): Refactoring {
  const { lowered: model, elements, deployment, lock } = analysis;
  const input = { model, services, lock };
  const find = (id: string) => [...elements.keys()].find((known) => known === id);
  const gone: Refactoring = { kind: 'refused', message: 'What was to be changed is not there any more.' };
  switch (call.kind) {
    case 'renumber':
    case 'split': {
      const id = find(call.subnet);
      if (id === undefined) return gone;
      return call.kind === 'split' ? splitSubnet(input, id, call.name) : renumberSubnet(input, id, call.cidr);
    }
    case 'extract': {
      const id = find(call.group);
      const group = id === undefined ? undefined : model.astOf(id);
      if (!group || !ast.isSecurityGroup(group)) return gone;
      const rules = group.properties.filter(ast.isSecurityRule);
      return extractSecurityGroup(input, compact(call.rules.map((n) => rules[n])), call.name);
    }
    case 'move':
      return moveVms(input, compact(call.vms.map(find)), call.host);
    case 'evacuate':
      return evacuateHost(input, call.from, call.to);
    case 'pin': {
      if (call.element === null) return pinDerivedValues(input, deployment, document.parseResult.value);
      const id = find(call.element);
      const node = id === undefined ? undefined : model.astOf(id);
      return node ? pinDerivedValues(input, deployment, node) : gone;
    }
    default:
      return assertNever(call);
  }
}
