/** A signal that aborts when the process is told to end, by Ctrl-C or from outside; after `release` such words end it as usual. */
export function untilInterrupted(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
  };
  for (const name of SIGNALS) process.once(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
