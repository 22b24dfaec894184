/** How long the text must rest before what is drawn from it is asked for again: compiling a large cloud takes longer than a keystroke. */
const QUIET_MS = 200;

/** Something to be done once, when nothing has called for it for a moment. */
export interface WhenQuiet {
  call(): void;
  dispose(): void;
}

/** Puts `task` off until the calls for it have paused. */
export function whenQuiet(task: () => void): WhenQuiet {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const dispose = (): void => clearTimeout(timer);
  return {
    call() {
      dispose();
      timer = setTimeout(task, QUIET_MS);
    },
    dispose,
  };
}
