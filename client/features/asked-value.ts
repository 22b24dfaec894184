import * as vscode from 'vscode';

/** How the value of something is asked for, here a call with one value that is the user's choice. */
export interface AskedValue<Call> {
  readonly title: string;
  readonly prompt: string;
  readonly valueOf: (call: Call) => string;
  readonly withValue: (call: Call, value: string) => Call;
}

/** Asks with a value that fits to begin with, and says while typing what `check` has against the value. `undefined` when the user gives up. */
export async function askForValue<Call>(
  call: Call,
  { title, prompt, valueOf, withValue }: AskedValue<Call>,
  check: (call: Call) => Promise<string | undefined>,
): Promise<Call | undefined> {
  const read = (text: string) => withValue(call, text.trim());
  const answer = await vscode.window.showInputBox({ title, prompt, value: valueOf(call), validateInput: (text) => check(read(text)) });
  return answer === undefined ? undefined : read(answer);
}
