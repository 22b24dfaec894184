import { type AstNode, CstUtils, type LangiumDocument } from 'langium';
import type { ElementId, SourcePlace } from '#core/base';
import { type Element, type Relations, indexTopology, relate } from '#core/model';
import type { Deployment } from '#core/plan';
import { createSourcePlaces } from '../lowering/source-places.ts';
import type { OstopoModel } from '../parse-ostopo.ts';
import { type FreeValues, createFreeValues } from './free-values.ts';

/** What a cure is made from: the model as text, as a topology and as planned. */
export interface FixContext {
  readonly model: OstopoModel;
  readonly relations: Relations;
  readonly deployment: Deployment;
  /** Values nothing has yet; one context never gives the same value twice. */
  readonly free: FreeValues;
  readonly element: (id: ElementId | undefined) => Element | undefined;
  /** The syntax node an element was made from. */
  readonly nodeOf: (id: ElementId | undefined) => AstNode | undefined;
  /** The innermost syntax node at the start of a place. */
  readonly nodeAt: (place: SourcePlace) => AstNode | undefined;
  readonly textAt: (place: SourcePlace) => string;
  readonly documentAt: (place: Pick<SourcePlace, 'uri'>) => LangiumDocument | undefined;
  /** Where a property's value stands. */
  readonly placeOf: (node: AstNode, property: string) => SourcePlace;
}

/** Makes the context of one model. */
export function createFixContext(model: OstopoModel, deployment: Deployment): FixContext {
  const elements = indexTopology(model.topology);
  const places = createSourcePlaces(model.documents);
  const documentAt: FixContext['documentAt'] = ({ uri }) => model.documents.find((document) => document.uri.toString() === uri);
  return {
    model,
    relations: relate(model.topology),
    deployment,
    free: createFreeValues(model.topology, deployment),
    element: (id) => (id === undefined ? undefined : elements.get(id)),
    nodeOf: (id) => (id === undefined ? undefined : model.astOf(id)),
    nodeAt: (place) => {
      const document = documentAt(place);
      const root = document?.parseResult.value.$cstNode;
      return root && CstUtils.findLeafNodeAtOffset(root, document.textDocument.offsetAt(place.start))?.astNode;
    },
    textAt: (place) => documentAt(place)?.textDocument.getText({ start: place.start, end: place.end }) ?? '',
    documentAt,
    placeOf: (node, property) => places.ofProperty(node, property),
  };
}

/** Whether a node is written once for several elements: a block around it, or itself, has `[a..b]` in its name. */
export function isRepeated(node: AstNode | undefined): boolean {
  for (let at = node; at; at = at.$container) if ('name' in at && typeof at.name === 'string' && at.name.includes('[')) return true;
  return false;
}
