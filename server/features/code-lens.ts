import { type AstNode, GrammarUtils, type LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import {
  type CancellationToken,
  type CodeLens,
  type CodeLensParams,
  CodeLensRefreshRequest,
  type Command,
  type Range,
} from 'vscode-languageserver';
import { type ElementId, groupBy, qualifiedName } from '#core/base';
import { ast } from '#language';
import type { Analysis } from '../analysis/analysis.ts';
import type { OstopoServices } from '../server-services.ts';
import { ExpectationVerdicts } from './expectation-verdicts.ts';
import { ModelLanguageServer } from './language-server.ts';
import { tracedBy, verdictLens } from './verdict-lens.ts';

/** Lenses in one file; more are a picture of nothing. */
const MOST_LENSES = 2000;

/** Above blocks: trace from a vm, preview a host, how many use a network or group, and whether an expectation holds. */
export class ModelCodeLensProvider implements CodeLensProvider {
  private readonly verdicts = new ExpectationVerdicts();

  constructor(private readonly services: OstopoServices) {}

  async provideCodeLens(document: LangiumDocument, _params: CodeLensParams, token?: CancellationToken): Promise<CodeLens[]> {
    const settings: unknown = await this.services.shared.workspace.ConfigurationProvider.getConfiguration('ostopo', 'codeLens');
    if (isOff(settings, 'enabled')) return [];
    const analysis = this.services.analysis.Analyses.of(document);
    const withVerdicts = !isOff(settings, 'expectations') && analysis.topology.expectations.length > 0;
    if (withVerdicts && !this.verdicts.isDone(analysis)) await this.decide(document, analysis, token);
    const byNode = analysis.elementsByNode;
    const { items } = document.parseResult.value as ast.Model; // the grammar's entry rule
    const blocks = items.flatMap((item) => [item, ...(ast.isTenant(item) ? item.items : [])]);
    const uses = countUses(analysis);
    return blocks
      .flatMap((node) => {
        const id = byNode.get(node)[0];
        const range = id === undefined ? undefined : headOf(node);
        if (id === undefined || !range) return [];
        const command = this.commandOf(node, id, { document, analysis, uses, withVerdicts });
        return command ? [{ range, command }] : [];
      })
      .slice(0, MOST_LENSES);
  }

  /** An editor that asks anew when told to need not wait; another one gets its answer when all is decided. */
  private async decide(document: LangiumDocument, analysis: Analysis, token?: CancellationToken): Promise<void> {
    const { Connection, LanguageServer } = this.services.shared.lsp;
    const refreshes = LanguageServer instanceof ModelLanguageServer && LanguageServer.abilities.refreshesLenses;
    const isCurrent = () => this.services.analysis.Analyses.of(document) === analysis;
    if (!refreshes) return this.verdicts.decide(analysis, isCurrent, token);
    void this.verdicts
      .decide(analysis, isCurrent)
      .then(() => (isCurrent() ? Connection?.sendRequest(CodeLensRefreshRequest.type) : undefined))
      .catch((error: unknown) => console.error(`deciding expectations: ${String(error)}`));
  }

  private commandOf(node: AstNode, id: ElementId, { document, analysis, uses, withVerdicts }: LensInput): Command | undefined {
    const uri = document.uri.toString();
    const { LanguageServer } = this.services.shared.lsp;
    const commands = LanguageServer instanceof ModelLanguageServer && LanguageServer.abilities.commands;
    const make = (title: string, command: string, argument: object): Command =>
      commands ? { title, command, arguments: [{ uri, ...argument }] } : { title, command: '' };
    if (ast.isVm(node)) return commands ? make('Trace…', 'ostopo.tracePacket', { from: qualifiedName(id) }) : undefined;
    if (ast.isHost(node)) return commands ? make('Preview', 'ostopo.previewWiring', { host: id }) : undefined;
    if (ast.isNetwork(node) || ast.isSecurityGroup(node)) {
      const count = uses.get(id) ?? 0;
      const what = ast.isNetwork(node) ? 'port' : 'member';
      const range = GrammarUtils.findNodeForProperty(node.$cstNode, 'name')?.range;
      return make(`${count} ${what}${count === 1 ? '' : 's'}`, 'ostopo.showReferences', { position: range?.start });
    }
    if (!ast.isExpectation(node) || !withVerdicts) return undefined;
    const expectations = analysis.topology.expectations.filter((expectation) => analysis.lowered.astOf(expectation.id) === node);
    const verdicts = this.verdicts.of(analysis);
    const { title, tooltip } = verdictLens(expectations.map((expectation) => verdicts.get(expectation.id)));
    const traced = expectations[0] && tracedBy(expectations[0]);
    const command = traced ? make(title, 'ostopo.tracePacket', traced) : { title, command: '' };
    return tooltip === undefined ? command : { ...command, tooltip };
  }
}

interface LensInput {
  readonly document: LangiumDocument;
  readonly analysis: Analysis;
  readonly uses: ReadonlyMap<ElementId, number>;
  readonly withVerdicts: boolean;
}

/** The vm ports on each network and in each group. */
function countUses({ topology, deployment }: Analysis): ReadonlyMap<ElementId, number> {
  const onNetwork = groupBy(topology.ports, ({ network }) => network);
  const inGroup = groupBy(
    deployment.ports.flatMap((port) => port.securityGroups),
    ({ id }) => id,
  );
  return new Map([...onNetwork, ...inGroup].map(([id, users]) => [id, users.length]));
}

/** The block's first word. */
function headOf({ $cstNode: cst }: AstNode): Range | undefined {
  if (!cst) return undefined;
  const { start } = cst.range;
  return { start, end: { line: start.line, character: start.character + cst.text.length - cst.text.replace(/^\S+/, '').length } };
}

function isOff(settings: unknown, key: 'enabled' | 'expectations'): boolean {
  if (typeof settings !== 'object' || settings === null) return false;
  return (settings as Readonly<Record<string, unknown>>)[key] === false; // any JSON object
}
