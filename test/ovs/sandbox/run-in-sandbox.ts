import type { CompiledFabric } from '#core/compile';
import { hostFolder, writeHostScripts } from '#core/compile/script';
import { printPrefix } from '#core/net';
import { type SandboxResult, enterSandbox } from './enter-sandbox.ts';

/** Runs bash text on a host of its own: a sandbox with the host's network cards, its compiled scripts in the folder $scripts, and a folder $logs to write to. */
export function runInSandbox(fabric: CompiledFabric, host: string, text: string): SandboxResult {
  return enterSandbox(
    writeHostScripts(fabric),
    [`scripts=$files/${hostFolder(host)}`, 'logs=$files', ...cards(fabric, host), text].join('\n'),
  );
}

/** The same, of a text that has to succeed. */
export function printedInSandbox(fabric: CompiledFabric, host: string, text: string): string {
  const { status, stdout, stderr } = runInSandbox(fabric, host, text);
  if (status !== 0) throw new Error(`the sandbox ended with ${status ?? 'a signal'}: ${stderr}\n${stdout}`);
  return stdout;
}

/** The network cards of the host: one per uplink, and one with the tunnel address where that is on none of the bridges. */
function cards(fabric: CompiledFabric, host: string): string[] {
  const plan = fabric.hosts.find((candidate) => candidate.plan.name === host)?.plan;
  if (!plan) throw new Error(`no host ${host}`);
  const uplinks = plan.bridges.flatMap(({ ports }) => ports.flatMap((port) => (port.kind === 'uplink' ? [`card ${port.device}`] : [])));
  const onCard = plan.tunnel && plan.tunnel.bridge === undefined ? [`card under0 ${printPrefix(plan.tunnel.address)}`] : [];
  return [...uplinks, ...onCard];
}
