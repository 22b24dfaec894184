/** Exit codes of every command. */
export const EXIT = {
  ok: 0,
  /** The model has errors, a check or an expectation failed. */
  failed: 1,
  /** Wrong use or unreadable input. */
  usage: 2,
  /** The tool itself failed. */
  broken: 3,
} as const;

/** Ends a command with one clear line on stderr and an exit code; thrown only inside the command line, caught once in `main`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
