import { existsSync, rmSync } from 'node:fs';
import { checkMachine } from './check-machine.ts';
import { forgetLabsFolder, isRunning, labFolder, readLabState } from './lab-state.ts';
import { bootId } from './process-identity.ts';
import { closeLabRoom } from './room.ts';

/** Ends a lab and removes what is left of it; `false` when there was none. */
export async function labDown(fabric: string, root?: string): Promise<boolean> {
  checkMachine();
  const folder = labFolder(fabric, root);
  if (!existsSync(folder)) {
    forgetLabsFolder(folder);
    return false;
  }
  const state = readLabState(folder);
  if (state?.bootId === bootId()) await closeLabRoom(state.underlay);
  rmSync(folder, { recursive: true, force: true });
  forgetLabsFolder(folder);
  return true;
}

/** How a lab stands. `broken`: it was up, or coming up, and its processes are gone. */
export type LabStatus = 'none' | 'starting' | 'up' | 'broken';

/** Looks at a lab without touching it. */
export function labStatus(fabric: string, root?: string): LabStatus {
  const state = readLabState(labFolder(fabric, root));
  if (!state) return 'none';
  return isRunning(state) ? state.phase : 'broken';
}
