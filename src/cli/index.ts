/** The command line without its process: for tests and whatever else wants its spelling. */
export { runCommandLine } from './program.ts';
export { type Palette, type Terminal, createPalette } from './output/terminal.ts';
export { printPlan } from './output/plan-text.ts';
export { printFindings, summariseFindings } from './output/print-findings.ts';
export { createLayoutKernel } from './graph/layout-kernel.ts';
export { describeFileError } from './input/describe-file-error.ts';
export { watchCompile } from './commands/watch-compile.ts';
export { writeHosts } from './hosts/write-hosts.ts';
export { createTextWriter } from './hosts/write-text.ts';
export { writeDirectory } from './output/write-directory.ts';
