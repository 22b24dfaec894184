export { findChromium } from './chromium.ts';
export { installHosts } from './install-hosts.ts';
export { copyExamples, createTemporaryFolder, removeFolder } from './temporary-folder.ts';
export { inResults, repository, vsixPath } from './paths.ts';
export { type Workbench, startWorkbench } from './workbench.ts';
export type { MochaResult } from './web/mocha-result.ts';
export { readVsix } from './vsix-entries.ts';
