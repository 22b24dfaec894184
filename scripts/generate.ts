// `npm run generate`: makes the code and documents that are committed though they are generated.
import { generateAll } from './generators.ts';

const failure = await generateAll();
if (failure !== undefined) {
  console.error(failure);
  process.exitCode = 1;
}
