/** Acts when the process is told to end, by Ctrl-C, from outside or because its terminal goes, in place of ending; until what is given is called. */
export function onEndingSignal(act: (name: string) => void): () => void {
  for (const name of SIGNALS) process.on(name, act);
  return () => {
    for (const name of SIGNALS) process.off(name, act);
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
