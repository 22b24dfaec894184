/**
 * How much is compared with Open vSwitch, and which row of random frames: the same one always, so that a landing is judged by its own changes. `npm run compare` asks
 * for a long run with a row of its own (`OSTOPO_TRACE_SEED=random`), which is printed, and which the number given in its place repeats.
 */
const SEED_TEXT = process.env.OSTOPO_TRACE_SEED ?? '20261125';

/** First number of the row of random choices. */
export const SEED = SEED_TEXT === 'random' ? Date.now() % 2 ** 32 : Number(SEED_TEXT);

/** Frames for each fabric. */
export const FRAMES = Number(process.env.OSTOPO_TRACE_PACKETS ?? 2400);

/** Sets of random flows. */
export const ROUNDS = Number(process.env.OSTOPO_TRACE_ROUNDS ?? 3);
