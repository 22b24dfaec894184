/** Longer than this the server is not deaf to keystrokes, unless one step takes longer. */
const MOST_STEP_MS = 10;

/** Lets what came in meanwhile go first. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** For long work: to be called between its steps, pauses where the last pause is long ago. */
export function createBreather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since <= MOST_STEP_MS) return;
    await pause();
    since = performance.now();
  };
}
