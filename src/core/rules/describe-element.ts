import { type ElementId, type ElementKind, type SourcePlace, elementKind, qualifiedName } from '#core/base';
import type { Element } from '#core/model';

const WORDS: Partial<Record<ElementKind, string>> = {
  interface: 'router interface',
  dhcp: 'the DHCP service of subnet',
  gateway: 'the gateway of router',
};

/** How a message names an element: its kind and qualified name, ``vm `demo.vm-1` ``. */
export function describeElement({ id }: { readonly id: ElementId }): string {
  const kind = elementKind(id);
  if (kind === 'floating-ip') return `the floating address ${qualifiedName(id).replace(/^[^.]*\./, '')}`;
  return `${WORDS[kind] ?? kind} \`${qualifiedName(id)}\``;
}

/** The place of the nth (from 0) value of a property that may be written several times: `route`, `route.2`, `route.3` … */
export function nthPlace(element: Element, property: string, index: number): SourcePlace {
  const { properties, name } = element.places;
  return properties[index === 0 ? property : `${property}.${String(index + 1)}`] ?? properties[property] ?? name;
}
