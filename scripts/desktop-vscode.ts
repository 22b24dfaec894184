import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Which VS Code runs the tests of the extension. */
export type DesktopVscode =
  | { readonly kind: 'executable'; readonly path: string }
  /** One that is downloaded first. */
  | { readonly kind: 'download' }
  /** Named, and not there. */
  | { readonly kind: 'missing'; readonly path: string }
  /** None: code-server stands in for it. */
  | { readonly kind: 'stand-in' };

/**
 * The one that `VSCODE_EXECUTABLE` names (`code-server` always means the stand-in); else `code` on the path; else, where `OSTOPO_DOWNLOAD_VSCODE` asks for it and this is no CI, one that is
 * downloaded. VS Code does not start as root, so root gets neither unless it is named.
 */
export function chooseDesktopVscode(env: Readonly<Record<string, string | undefined>>, isRoot: boolean): DesktopVscode {
  const named = env.VSCODE_EXECUTABLE;
  if (named === 'code-server') return { kind: 'stand-in' };
  if (named !== undefined && named !== '')
    return isExecutable(named) ? { kind: 'executable', path: named } : { kind: 'missing', path: named };
  const found = isRoot ? undefined : onPath('code', env.PATH);
  if (found !== undefined) return { kind: 'executable', path: found };
  return isSet(env.OSTOPO_DOWNLOAD_VSCODE) && !isSet(env.CI) && !isRoot ? { kind: 'download' } : { kind: 'stand-in' };
}

function onPath(program: string, folders: string | undefined): string | undefined {
  return (folders ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}
