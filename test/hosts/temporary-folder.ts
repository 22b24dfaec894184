import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repository } from './paths.ts';

/** Makes an empty folder for one run of a host; it is gone when this process ends, also when it is interrupted. */
export function createTemporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-host-'));
  process.once('exit', () => {
    removeFolder(folder);
  });
  return folder;
}

/** Deletes a folder, patient with processes that are still writing there. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** A copy of `examples/` in the folder: the workspace that hosts open, so that a test which writes leaves the repository as it was. */
export function copyExamples(folder: string): string {
  const workspace = path.join(folder, 'workspace');
  cpSync(path.join(repository, 'examples'), workspace, { recursive: true });
  return workspace;
}
