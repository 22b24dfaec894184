export { chooseDesktopVscode } from './desktop-vscode.ts';
export { addUp, brokenSuite, closingLine, countMocha, countVitest, judge, type SuiteResult, type VitestResult } from './suite-result.ts';
export { failedFiles, withSecondRun } from './second-run.ts';
