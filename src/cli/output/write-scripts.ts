import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { known } from '#core/base';
import { HostMemory } from '#core/compile';
import { type DescribedHost, MANIFEST_FILE, type ReadManifest, mergeManifest, printManifest, readManifest } from '#core/compile/script';
import type { Deployment, HostPlan } from '#core/plan';
import { CommandError } from '../exit-code.ts';
import { writeHosts } from '../hosts/write-hosts.ts';
import { describeWriteError } from '../input/describe-file-error.ts';
import { type OutputDirectory, openOutputDirectory } from './output-directory.ts';
import { writeDirectory } from './write-directory.ts';

/** What was written of an earlier version of a cloud: hosts for which nothing changed stay as they are, as long as the manifest is the one that was written with them. */
export class ScriptMemory {
  readonly hosts = new HostMemory<DescribedHost>();
  manifest: string | undefined;
}

/**
 * Compiles all hosts into the directory a person named, in place of what an earlier run wrote there, all or nothing; what keeps it from being written is one line. Gives the
 * manifest of what is there now.
 */
export async function writeScripts(directory: string, deployment: Deployment, memory = new ScriptMemory()): Promise<ReadManifest> {
  return orRefuse(directory, async () => writeWhole(await openOutputDirectory(directory), deployment, deployment.hosts, memory));
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

async function writeWhole(
  opened: OutputDirectory,
  deployment: Deployment,
  hosts: readonly HostPlan[],
  memory = new ScriptMemory(),
): Promise<ReadManifest> {
  if (memory.manifest === undefined || opened.manifest !== memory.manifest) memory.hosts.forget();
  memory.manifest = undefined; // writing may fail half-way
  let manifest = '';
  await writeDirectory(opened, async (folder) => {
    manifest = await writeFolders(folder, deployment, hosts, memory.hosts);
    await writeFile(path.join(folder, MANIFEST_FILE), manifest);
    const fresh = new Set(await readdir(folder));
    const listed = new Set<string | null>(read(manifest).hosts.map((host) => host.folder));
    return (entry) => fresh.has(entry) || !listed.has(entry);
  });
  memory.manifest = manifest;
  return read(manifest);
}

async function writeFolders(
  folder: string,
  deployment: Deployment,
  hosts: readonly HostPlan[],
  memory?: HostMemory<DescribedHost>,
): Promise<string> {
  return printManifest(deployment.fabric.name, await writeHosts(deployment, hosts, folder, memory ? { memory } : {}));
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
