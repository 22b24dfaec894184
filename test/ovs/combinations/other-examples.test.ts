import { distributedExamples, exampleNames } from './combinations.ts';
import { describeCombinations } from './describe-combinations.ts';

exampleNames()
  .filter((name) => !distributedExamples().includes(name))
  .forEach(describeCombinations);
