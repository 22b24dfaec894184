import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { LabError } from './lab-error.ts';
import { toolEnvironment } from './run-process.ts';

/** What the lab itself starts; the generated scripts check for theirs. */
const TOOLS = [
  'unshare',
  'nsenter',
  'ip',
  'mount',
  'bash',
  'sysctl',
  'ethtool',
  'ping',
  'tcpdump',
  'ovsdb-tool',
  'ovsdb-server',
  'ovs-vswitchd',
  'ovs-vsctl',
];

/** Refuses with one clear line where the lab cannot run. */
export function checkMachine(): void {
  checkUser();
  const missing = TOOLS.filter((tool) => !isInstalled(tool));
  if (missing.length > 0) throw new LabError(`the lab needs tools that are not installed: ${missing.join(', ')}`);
}

/** Refuses who could not even enter a lab. */
export function checkUser(): void {
  if (process.platform !== 'linux') throw new LabError('the lab needs Linux: it is made of network namespaces');
  if (process.getuid?.() !== 0) throw new LabError('the lab needs root: it makes network namespaces (run it with sudo)');
}

/** Whether a program is on the path the lab uses. */
export function isInstalled(tool: string): boolean {
  return (toolEnvironment().PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(path.join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
