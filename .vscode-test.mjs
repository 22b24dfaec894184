import { defineConfig } from '@vscode/test-cli';

// VSCODE_EXECUTABLE names a VS Code, or what stands in for it; empty, one is downloaded (scripts/desktop-vscode.ts).
const { VSCODE_EXECUTABLE: executable, OSTOPO_TEST_WORKSPACE: workspace, OSTOPO_MOCHA_RESULT: result } = process.env;

export default defineConfig({
  files: 'dist/test/extension/*.test.cjs',
  workspaceFolder: workspace ?? 'examples',
  skipExtensionDependencies: true,
  mocha: { ui: 'tdd', timeout: 20_000, ...(result ? { reporter: 'json', reporterOptions: { output: result } } : {}) },
  ...(executable ? { useInstallation: { fromPath: executable } } : {}),
});
