// `npm run demo`: shows the command line at work; everything it writes lies in out/demo/.
import { runDemonstration } from './demonstration.ts';

const { failures } = await runDemonstration();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
