import type { LangiumDocument } from 'langium';
import type { InlayHintProvider } from 'langium/lsp';
import { type InlayHint, type InlayHintParams } from 'vscode-languageserver';
import { addInside } from '#language';
import { DEFAULT_HINTS, type DerivedValue, type HintKind, derivedValues } from '../hints/derived-values.ts';
import type { OstopoServices } from '../server-services.ts';
import { placeToRange } from './finding-to-diagnostic.ts';

/** Shows what is derived behind the block it is derived for; applying a hint writes it down. */
export class ModelInlayHintProvider implements InlayHintProvider {
  constructor(private readonly services: OstopoServices) {}

  async getInlayHints(document: LangiumDocument, { range }: InlayHintParams): Promise<InlayHint[]> {
    const shown = await this.readSettings();
    const { textDocument } = document;
    const [from, to] = [textDocument.offsetAt(range.start), textDocument.offsetAt(range.end)];
    const analysis = this.services.analysis.Analyses.of(document);
    return derivedValues(analysis, document.parseResult.value)
      .filter(({ kind, after }) => shown[kind] && from <= after && after <= to)
      .map((value) => toHint(document, value));
  }

  private async readSettings(): Promise<Readonly<Record<HintKind, boolean>>> {
    const settings: unknown = await this.services.shared.workspace.ConfigurationProvider.getConfiguration('ostopo', 'inlayHints');
    return typeof settings === 'object' ? { ...DEFAULT_HINTS, ...settings } : DEFAULT_HINTS;
  }
}

function toHint({ textDocument }: LangiumDocument, { node, after, property, note, why }: DerivedValue): InlayHint {
  const { place, newText } = addInside(node, property);
  return {
    position: textDocument.positionAt(after),
    label: note === undefined ? property : `${property} (${note})`,
    paddingLeft: true,
    tooltip: { kind: 'markdown', value: `${why} Derived, because it is not written: apply the hint to pin it.` },
    textEdits: [{ range: placeToRange(place), newText }],
  };
}
