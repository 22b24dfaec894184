import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from './lab-error.ts';
import { type ProcessIdentity, bootId, isAlive } from './process-identity.ts';
import type { LabRoom, Room } from './room.ts';

/** What is written down of a running lab, enough to use it and to remove it from another process. */
export interface LabState {
  readonly schema: 1;
  readonly fabric: string;
  readonly bootId: string;
  /** Of the scripts the hosts were set up with. */
  readonly manifestHash: string;
  /** `starting` until every host is set up. */
  readonly phase: 'starting' | 'up';
  /** The process that brings it up; one that is gone before the lab is up will never finish it. */
  readonly builder: ProcessIdentity | undefined;
  readonly underlay: LabRoom;
  readonly hosts: readonly Room[];
  /** What is beyond the external networks, where there is something. */
  readonly outside?: Room;
}

/** Where labs are kept: `OSTOPO_LAB_DIR`, else `/run/ostopo-lab`; one folder per fabric. */
export function labFolder(fabric: string, root: string = process.env.OSTOPO_LAB_DIR ?? '/run/ostopo-lab'): string {
  return path.resolve(root, fabric.replace(/[^A-Za-z0-9_-]/g, '_'));
}

/** The state of the lab in a folder; `undefined` when there is none. */
export function readLabState(folder: string): LabState | undefined {
  const file = stateFile(folder);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const state = JSON.parse(text) as LabState; // written by writeLabState; a foreign file fails the next line
    if ((state.schema as number) === 1) return state;
  } catch {
    // told below
  }
  throw new LabError(`${file} is not the record of a lab: remove it, or name another folder with OSTOPO_LAB_DIR`);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // Node's own error type
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EACCES' || code === 'EPERM')
      throw new LabError(`the lab needs root, also to be looked at (run it with sudo): ${file} cannot be read`);
    throw new LabError(`cannot read ${file}: ${message}`);
  }
}

/** Writes the state so that a reader finds the old or the new one, never half of it. */
export function writeLabState(folder: string, state: LabState): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(`${stateFile(folder)}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${stateFile(folder)}.new`, stateFile(folder));
}

/** Whether the lab's processes still run, and of one that is coming up whoever brings it up: they end with the machine, or when somebody ends them. */
export function isRunning(state: LabState): boolean {
  const isCared = state.phase === 'up' || (state.builder !== undefined && isAlive(state.builder));
  return (
    isCared &&
    state.bootId === bootId() &&
    isAlive(state.underlay.holder) &&
    [...state.hosts, ...(state.outside ? [state.outside] : [])].every(({ holder }) => isAlive(holder))
  );
}

/** Removes the folder of all labs when the last one is gone. */
export function forgetLabsFolder(folder: string): void {
  try {
    rmdirSync(path.dirname(folder));
  } catch {
    // other labs are there, or it never was
  }
}

/** The hash of the manifest, and through it of every script. */
export function manifestHash(files: ReadonlyMap<string, string>): string {
  return createHash('sha256')
    .update(files.get('manifest.json') ?? '')
    .digest('hex');
}

function stateFile(folder: string): string {
  return path.join(folder, 'lab.json');
}
