import { createPalette, runCommandLine } from '#cli';

/** What a command line printed, and how it ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, without colour. */
export async function runCli(...argv: string[]): Promise<CliResult> {
  let out = '';
  let err = '';
  const plain = createPalette(false);
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    paintOut: plain,
    paintErr: plain,
  };
  const exitCode = await runCommandLine(argv, terminal);
  return { exitCode, out, err };
}
