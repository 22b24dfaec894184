import { defineConfig } from 'vitest/config';

/** Tests that load flows and files into programs of their own, and send nothing: several may run at once. */
const LOADED = ['combinations/*', 'conntrack-comparison', 'flow-bundle', 'loaded-flows', 'random-flows', 'trace-comparison'].map(
  (name) => `test/ovs/${name}.test.ts`,
);

/** Three suites: everything quick, flows and packets on a real Open vSwitch, and the packaged extension in a real workbench. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/ovs/**', 'test/extension/**', 'test/workbench/**'],
          testTimeout: 60_000, // how long a test takes is nobody's business but the bench's
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'ovs-loaded',
          include: LOADED,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'ovs',
          include: ['test/ovs/**/*.test.ts'],
          exclude: LOADED,
          fileParallelism: false, // labs are given time
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'workbench',
          include: ['test/workbench/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
