// `npm run check [NAME…]`: everything that can be said of the code without running it.
import { runChecks } from './checks.ts';

const { failed } = await runChecks(process.argv.slice(2));
process.exitCode = failed > 0 ? 1 : 0;
