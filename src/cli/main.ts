import { createTerminal } from './output/terminal.ts';
import { runCommandLine } from './program.ts';

process.stdout.on('error', endQuietlyOnBrokenPipe);
process.exitCode = await runCommandLine(process.argv.slice(2), createTerminal());

/** A reader that stops reading (`| head`) is no failure. */
function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
