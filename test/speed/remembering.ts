import { type LangiumDocument, URI } from 'langium';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { indexTopology } from '#core/model';
import { type Lock, NO_LOCK, PlanMemory, analyse } from '#core/plan';
import { type OstopoModel, TenantMemory, createOstopoCoreServices, readDocument } from '#language';

const { shared, Ostopo } = createOstopoCoreServices();

const MODEL = 'memory:/model.ostopo';

function parse(text: string): LangiumDocument {
  return shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse(MODEL));
}

/** A text that is changed, its syntax tree and all that is remembered of it. */
export function openText(original: string) {
  const memory = new TenantMemory();
  let document = parse(original);
  return {
    memory,
    plan: new PlanMemory(),
    text: () => document.textDocument.getText(),
    change(text: string) {
      const again = Ostopo.parser.LangiumParser.reparse(document.parseResult.value, text);
      document = again ? shared.workspace.LangiumDocumentFactory.fromModel(again.value, URI.parse(MODEL)) : parse(text);
      if (!again) return;
      document.parseResult = again;
      Object.defineProperty(document, 'textDocument', { value: TextDocument.create(MODEL, 'ostopo', 0, text) });
    },
    read: () => readDocument(document, undefined, memory),
  };
}

/** The same of a text that is read and planned as if it were the first. */
export function describeAlone(text: string, lock: Lock = NO_LOCK): unknown {
  return describeModel(readDocument(parse(text)), new PlanMemory(), lock);
}

/** All of a model that anyone could see; numbers printed. */
export function describeModel(model: OstopoModel, memory: PlanMemory, lock: Lock = NO_LOCK): unknown {
  const { topology, names } = model;
  const { findings, deployment } = analyse(topology, model.findings, { memory, lock });
  const ids = [...indexTopology(topology).keys()];
  const nodes = ids.map((id) => [id, model.astOf(id)?.$type, model.astOf(id)?.$cstNode?.range]);
  const tenants = [...names.tenants].map(([name, { vms, networks }]) => [name, [...vms.keys()], [...networks.keys()]]);
  return JSON.parse(
    JSON.stringify({ topology, deployment, findings, nodes, tenants }, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  );
}
