import * as vscode from 'vscode';

/** A mistake or a limit the user is told about in one sentence, without a stack. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/**
 * Runs what a command or an event asks for. A `Problem` and a cancelled request end quietly or as one sentence; anything else is a
 * mistake of this program: its details go to the log, and the user is told where to look.
 */
export async function guarded<T>(log: vscode.LogOutputChannel, what: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (isCancellation(error)) return undefined;
    if (error instanceof Problem) {
      void vscode.window.showErrorMessage(error.message);
      return undefined;
    }
    log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void offerLog(log, what);
    return undefined;
  }
}

async function offerLog(log: vscode.LogOutputChannel, what: string): Promise<void> {
  const open = 'Open Log';
  const chosen = await vscode.window.showErrorMessage(`ostopo could not finish: ${what}.`, open);
  if (chosen === open) log.show();
}

/** LSP's RequestCancelled, ContentModified and ServerCancelled, and VS Code's own cancellation. */
const CANCELLATION_CODES: ReadonlySet<unknown> = new Set([-32800, -32801, -32802]);

function isCancellation(error: unknown): boolean {
  if (error instanceof vscode.CancellationError) return true;
  return error instanceof Error && 'code' in error && CANCELLATION_CODES.has(error.code);
}
