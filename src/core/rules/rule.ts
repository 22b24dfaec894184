import type { Finding } from '#core/diagnostics';
import type { Relations } from '#core/model';

/** One check of a model: looks at the whole topology and says what is wrong. Pure, near-linear in the size of the model. */
export type Rule = (relations: Relations) => Iterable<Finding>;
