/** What mocha and assert ask of Node's `process`; a web worker has none. Injected into the web test bundle only. */
export const process = {
  argv: [] as string[],
  browser: true,
  env: {} as Record<string, string>,
  platform: 'browser',
  version: '',
  cwd: () => '/',
  emitWarning: () => undefined,
  listenerCount: () => 0,
  listeners: () => [],
  nextTick: (task: (...args: unknown[]) => void, ...args: unknown[]) => {
    queueMicrotask(() => {
      task(...args);
    });
  },
  on: () => undefined,
  removeListener: () => undefined,
  stdout: undefined,
};
