import { distributedExamples } from './combinations.ts';
import { describeCombinations } from './describe-combinations.ts';

distributedExamples().forEach(describeCombinations);
