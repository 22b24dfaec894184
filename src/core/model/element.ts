import type { ElementId, SourcePlace } from '#core/base';

/** Where an element stands in the text. The core passes places on and never looks inside. */
export interface ElementPlaces {
  /** The whole block. */
  readonly whole: SourcePlace;
  /** Its name, or its keyword when it has none. */
  readonly name: SourcePlace;
  /** The value of each property written, by the property's keyword (`vni`, `gateway`, `ip`, `mac`, `tunnel-ip` …). */
  readonly properties: Readonly<Record<string, SourcePlace>>;
}

/** What every element of a model has. */
export interface Element {
  readonly id: ElementId;
  readonly name: string;
  readonly places: ElementPlaces;
}

/** The place of a property's value, or of the name where the property is not written. */
export function placeOf(element: Pick<Element, 'places'>, property?: string): SourcePlace {
  return (property === undefined ? undefined : element.places.properties[property]) ?? element.places.name;
}
