// Brings the article's lab up as a process of its own, to be interrupted: node start-lab.ts FOLDER
import { LabError, labUp } from '#lab';
import { ARTICLE, compileText } from './lab-fixture.ts';

try {
  await labUp(compileText(ARTICLE).compiled, { root: process.argv[2] ?? '', onProgress: (line) => console.log(line) });
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.log(`refused: ${error.message}`);
}
