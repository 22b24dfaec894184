import type { CompiledFabric } from '#core/compile';
import { guestNamespace, writeHostScripts } from '#core/compile/script';
import { indexDeployment } from '#core/plan';
import { captureWords } from './capture-underlay.ts';
import { checkUser } from './check-machine.ts';
import { LabError } from './lab-error.ts';
import { type LabState, isRunning, labFolder, manifestHash, readLabState } from './lab-state.ts';
import { hostEnvironment } from './lab-up.ts';
import { type Room, enterWords } from './room.ts';

/** The running lab of a fabric; says in one line when there is none, or when the model is no longer what the lab was made from. */
export function openLab(compiled: CompiledFabric, root?: string): LabState {
  checkUser();
  const { name } = compiled.deployment.fabric;
  const state = readLabState(labFolder(name, root));
  if (!state) throw new LabError(`the lab of fabric ${name} is not up: start it with "lab up"`);
  if (!isRunning(state))
    throw new LabError(`the lab of fabric ${name} is broken, for processes of it are gone: "lab up" starts it anew, "lab down" removes it`);
  if (state.phase === 'starting') throw new LabError(`the lab of fabric ${name} is still coming up`);
  if (state.manifestHash !== manifestHash(writeHostScripts(compiled))) {
    throw new LabError(`the model has changed since the lab of fabric ${name} came up: end it with "lab down" and start it again`);
  }
  return state;
}

/** A program to start with the terminal handed on to it. */
export interface LabCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A shell, or the command given, in a VM (`vm-1`, `demo.vm-1`) or on a host (`compute-0`) of a running lab. */
export function labShell(compiled: CompiledFabric, target: string, command: readonly string[] = [], root?: string): LabCommand {
  const state = openLab(compiled, root);
  const words = command.length > 0 ? command : ['bash', '--norc', '-i'];
  const host = state.hosts.find(({ name }) => name === target);
  const env = hostEnvironment();
  if (host) return { argv: [...enterWords(host), ...words], env };
  const { room, namespace } = findGuest(compiled, state, target);
  return { argv: [...enterWords(room), 'ip', 'netns', 'exec', namespace, ...words], env };
}

/** What `lab capture` is to capture. */
export interface CaptureRequest {
  /** The packets from and to one host; else all. */
  readonly host?: string | undefined;
  /** Ends after so many; else when it is interrupted. */
  readonly count?: number | undefined;
  /** `text`: lines for people; `pcap`: a capture file on standard output, for `capturedPackets`. */
  readonly output: 'text' | 'pcap';
}

/** Captures the tunnel packets on the underlay as they come. */
export function labCapture(compiled: CompiledFabric, { host, count, output }: CaptureRequest, root?: string): LabCommand {
  const state = openLab(compiled, root);
  const { fabric, hosts } = compiled.deployment;
  const address = host === undefined ? undefined : hosts.find(({ name }) => name === host)?.tunnel?.address;
  if (host !== undefined && !address)
    throw new LabError(
      `no host ${host} with a tunnel address: ${hosts
        .filter(({ tunnel }) => tunnel)
        .map(({ name }) => name)
        .join(', ')}`,
    );
  const options = [...(output === 'text' ? ['-l', '-e', '-v'] : ['-w', '-']), ...(count === undefined ? [] : ['-c', String(count)])];
  return { argv: [...enterWords(state.underlay), ...captureWords(fabric, options, address?.address)], env: hostEnvironment() };
}

function findGuest(compiled: CompiledFabric, state: LabState, target: string): { readonly room: Room; readonly namespace: string } {
  const { deployment } = compiled;
  const found = deployment.vms.filter((vm) => vm.name === target || guestNamespace(vm) === `vm-${target}`);
  const [vm] = found;
  const room = vm && state.hosts.find(({ name }) => name === indexDeployment(deployment).host(vm.host).name);
  if (found.length > 1)
    throw new LabError(`${target} could be ${found.map((one) => guestNamespace(one).slice('vm-'.length)).join(' or ')}`);
  if (!vm || !room) {
    const names = [...state.hosts.map(({ name }) => name), ...deployment.vms.map(({ name }) => name)];
    throw new LabError(`no VM or host is called ${target}: ${names.join(', ')}`);
  }
  return { room, namespace: guestNamespace(vm) };
}
