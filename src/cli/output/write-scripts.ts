import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { known } from '#core/base';
import { MANIFEST_FILE, type ReadManifest, mergeManifest, printManifest, readManifest } from '#core/compile/script';
import type { Deployment, HostPlan } from '#core/plan';
import { CommandError } from '../exit-code.ts';
import { writeHosts } from '../hosts/write-hosts.ts';
import { describeWriteError } from '../input/describe-file-error.ts';
import { type OutputDirectory, openOutputDirectory } from './output-directory.ts';
import { writeDirectory } from './write-directory.ts';

/**
 * Compiles all hosts into the directory a person named, in place of what an earlier run wrote there, all or nothing; what keeps it from being written is one line. Gives the
 * manifest of what this run wrote.
 */
export async function writeScripts(directory: string, deployment: Deployment): Promise<ReadManifest> {
  return orRefuse(directory, async () => writeWhole(await openOutputDirectory(directory), deployment, deployment.hosts));
}

/** Compiles some of the hosts, and leaves the files of the others in the directory as they are. */
export async function addScripts(directory: string, deployment: Deployment, hosts: readonly HostPlan[]): Promise<ReadManifest> {
  return orRefuse(directory, async () => {
    const opened = await openOutputDirectory(directory);
    const { manifest } = opened;
    if (manifest === undefined) return writeWhole(opened, deployment, hosts);
    let fresh = '';
    await writeDirectory(opened, async (folder) => {
      fresh = await writeFolders(folder, deployment, hosts);
      const merged = mergeManifest(manifest, fresh);
      if (merged.kind === 'refused') throw new CommandError(`${directory} ${merged.why}: name another directory`);
      await writeFile(path.join(folder, MANIFEST_FILE), merged.text);
      const replaced = new Set([MANIFEST_FILE, ...merged.replaced, ...read(fresh).hosts.map((host) => host.folder)]);
      return (entry) => replaced.has(entry);
    });
    return read(fresh);
  });
}

async function writeWhole(opened: OutputDirectory, deployment: Deployment, hosts: readonly HostPlan[]): Promise<ReadManifest> {
  let manifest = '';
  await writeDirectory(opened, async (folder) => {
    manifest = await writeFolders(folder, deployment, hosts);
    await writeFile(path.join(folder, MANIFEST_FILE), manifest);
    return () => true;
  });
  return read(manifest);
}

async function writeFolders(folder: string, deployment: Deployment, hosts: readonly HostPlan[]): Promise<string> {
  return printManifest(deployment.fabric.name, await writeHosts(deployment, hosts, folder));
}

function read(manifest: string): ReadManifest {
  return known(readManifest(manifest), 'the manifest of what was compiled');
}

/** Errors of the system, which have a code, are no fault of the program. */
async function orRefuse<T>(directory: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CommandError(`cannot write ${directory}: ${describeWriteError(error)}`);
  }
}
