import type { ElementId } from '#core/base';
import { type Element, placeOf } from '#core/model';
import { printPlace } from './print-findings.ts';

/** Finds the place of a model element in the text, as `FILE:LINE:COLUMN`; derived elements have none. */
export function elementSource(model: { readonly element: (id: ElementId) => Element | undefined }): (id: ElementId) => string | undefined {
  return (id) => {
    const element = model.element(id);
    return element ? printPlace(placeOf(element)) : undefined;
  };
}
