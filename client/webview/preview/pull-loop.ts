/** Asks for pictures: when something changed and nothing is in flight or being drawn, one at a time. */
export interface PullLoop {
  /** What is shown is out of date. */
  readonly changed: () => void;
  /** An answer has arrived; answers to other pulls than the last are told apart by their number. */
  readonly isAwaited: (pull: number) => boolean;
  /** The picture is drawn: the next pull may go out. */
  readonly done: () => void;
}

/** Starts idle. `pull` sends one request with its number, counted from 1. */
export function createPullLoop(pull: (number: number) => void): PullLoop {
  let last = 0;
  let isBusy = false;
  let isStale = false;
  const start = (): void => {
    if (isBusy || !isStale) return;
    isBusy = true;
    isStale = false;
    last += 1;
    pull(last);
  };
  return {
    changed: () => {
      isStale = true;
      start();
    },
    isAwaited: (number) => isBusy && number === last,
    done: () => {
      isBusy = false;
      start();
    },
  };
}
