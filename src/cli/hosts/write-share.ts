import path from 'node:path';
import { type MadeOfHost, compileHost } from '#core/compile';
import { type DescribedHost, describeHost, writeHost } from '#core/compile/script';
import { type Deployment, answersFrom, surroundingsOf, watchAnswers } from '#core/plan';
import { createTextWriter } from './write-text.ts';

/** Hosts that several threads write, each the next one that nobody has begun. */
export interface SharedHosts {
  readonly deployment: Deployment;
  /** The places of those to be written among the hosts of the deployment. */
  readonly chosen: readonly number[];
  /** Where their folders go. */
  readonly folder: string;
  /** One number in memory that all threads see: how many of the chosen hosts were begun. */
  readonly begun: Int32Array;
}

/** What a thread wrote: what the manifest says of each host, by its place in the deployment. */
export type WrittenShare = readonly (readonly [place: number, host: MadeOfHost<DescribedHost>])[];

/** Compiles and writes hosts until all have been begun; when one cannot be written, no other is begun. */
export function writeShare({ deployment, chosen, folder, begun }: SharedHosts): WrittenShare {
  const [all, writeText] = [answersFrom(deployment), createTextWriter()];
  const written: [number, MadeOfHost<DescribedHost>][] = [];
  try {
    for (;;) {
      const place = chosen[Atomics.add(begun, 0, 1)];
      const plan = place === undefined ? undefined : deployment.hosts[place];
      if (place === undefined || !plan) return written;
      const { answers, asked } = watchAnswers(all);
      const surroundings = surroundingsOf(deployment, answers);
      const host = compileHost(surroundings, plan);
      const files = [...writeHost(surroundings, host)].map(([name, pieces]) => [name, writeText(path.join(folder, name), pieces)] as const);
      written.push([place, { asked, made: describeHost(host, files) }]);
    }
  } catch (error) {
    Atomics.store(begun, 0, chosen.length);
    throw error;
  }
}
