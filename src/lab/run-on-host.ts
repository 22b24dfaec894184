import { known } from '#core/base';
import type { LabState } from './lab-state.ts';
import { hostEnvironment } from './lab-up.ts';
import { runIn } from './room.ts';
import type { ProcessOptions, ProcessResult } from './run-process.ts';

/** Runs a command on a host of a running lab to its end, in the surroundings its setup.sh had. */
export function runOnHost(lab: LabState, host: string, argv: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  const room = known(
    lab.hosts.find(({ name }) => name === host),
    `a room for host ${host}`,
  );
  return runIn(room, argv, { env: hostEnvironment(), ...options });
}
