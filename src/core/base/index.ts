export { lazily } from './lazily.ts';
export { type Brand } from './brand.ts';
export { InvariantError, assertNever, invariant, known } from './assert.ts';
export { compareNumber, compareText, sortedBy } from './order.ts';
export { compact, groupBy, indexBy } from './collections.ts';
export { type Uuid, deriveUuid, parseUuid } from './uuid.ts';
export { type ElementId, type ElementKind, elementId, elementKind, qualifiedName } from './element-id.ts';
export type { SourcePlace } from './source-place.ts';
