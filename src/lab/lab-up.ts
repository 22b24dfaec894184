import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printAddress } from '#core/net';
import type { CompiledFabric } from '#core/compile';
import { hostFolder, writeHostScripts } from '#core/compile/script';
import { awaitAutoconfiguration } from './await-autoconfiguration.ts';
import { askForLeases } from './ask-for-leases.ts';
import { checkMachine } from './check-machine.ts';
import { onEndingSignal } from './ending-signals.ts';
import { LabError } from './lab-error.ts';
import { type LabState, forgetLabsFolder, isRunning, labFolder, manifestHash, readLabState, writeLabState } from './lab-state.ts';
import { openOutside } from './outside.ts';
import { bootId, identifyProcess } from './process-identity.ts';
import { type LabRoom, type Room, closeLabRoom, mustRunIn, openHostRoom, openLabRoom, runIn } from './room.ts';
import { toolEnvironment } from './run-process.ts';
import { settleRouters } from './settle-routers.ts';
import { SWITCH_ENVIRONMENT, startSwitch } from './start-switch.ts';
import { makeUnderlay, plugHost } from './wire-underlay.ts';

/** Choices of `lab up`. */
export interface LabUpOptions {
  /** Where labs are kept, instead of `OSTOPO_LAB_DIR` or `/run/ostopo-lab`. */
  readonly root?: string;
  /** `dhcp`: the guests start without addresses and ask their networks' DHCP servers for them. */
  readonly guestAddresses?: 'static' | 'dhcp';
  /** Told what is going on, a line at a time. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Brings a fabric up on real Open vSwitch in namespaces of this machine: a room per host with a switch of its own, an underlay between them, and the
 * generated setup.sh of each host run as it is. Whatever goes wrong, and on SIGINT, SIGTERM and SIGHUP, everything made so far is removed.
 */
export async function labUp(compiled: CompiledFabric, options: LabUpOptions = {}): Promise<LabState> {
  checkMachine();
  const folder = labFolder(compiled.deployment.fabric.name, options.root);
  const earlier = readLabState(folder);
  if (earlier && isRunning(earlier))
    throw new LabError(
      `the lab of fabric ${earlier.fabric} is ${earlier.phase === 'up' ? 'up' : 'coming up'} already: use it, or end it with "lab down"`,
    );
  if (earlier?.bootId === bootId()) await closeLabRoom(earlier.underlay);
  rmSync(folder, { recursive: true, force: true });
  const interrupt = new AbortController();
  const stopListening = onEndingSignal((name) => interrupt.abort(new LabError(`interrupted by ${name}: the lab is removed again`)));
  const construction = new Construction(folder, compiled, options, interrupt.signal);
  try {
    return await construction.build();
  } catch (error) {
    await construction.demolish();
    throw interrupt.signal.aborted ? (interrupt.signal.reason as LabError) : error; // the reason is made above
  } finally {
    stopListening();
  }
}

/** A lab being built: knows at every moment what there is to remove. */
class Construction {
  private underlay: LabRoom | undefined;
  private readonly hosts: Room[] = [];
  private outside: Room | undefined;
  private readonly folder: string;
  private readonly compiled: CompiledFabric;
  private readonly files: ReadonlyMap<string, string>;
  private readonly options: LabUpOptions;
  private readonly signal: AbortSignal;

  constructor(folder: string, compiled: CompiledFabric, options: LabUpOptions, signal: AbortSignal) {
    this.folder = folder;
    this.compiled = compiled;
    this.files = writeHostScripts(compiled);
    this.options = options;
    this.signal = signal;
  }

  async build(): Promise<LabState> {
    const { deployment, hosts } = this.compiled;
    if (deployment.fabric.distributedDhcp && this.options.guestAddresses === 'dhcp')
      throw new LabError('with distributed DHCP the Open vSwitch agents answer guests, and a lab has none: leave out --dhcp');
    const empty = this.writeScripts();
    this.underlay = await openLabRoom(this.scripts, empty);
    this.record('starting');
    await makeUnderlay(this.underlay, deployment.fabric);
    for (const [position, { plan }] of hosts.entries()) {
      this.signal.throwIfAborted();
      this.say(`${plan.name}: namespaces and network cards`);
      const room = await openHostRoom(this.underlay, plan.name);
      this.hosts.push(room);
      await plugHost(this.underlay, room, plan, deployment.fabric, position);
    }
    this.outside = await openOutside(this.underlay, this.compiled, { env: hostEnvironment(), signal: this.signal });
    this.record('starting');
    await Promise.all(hosts.map((_host, position) => this.setUpHost(position)));
    await this.warmUnderlay();
    await settleRouters(this.compiled, this.hosts, { env: hostEnvironment(this.options.guestAddresses ?? 'static'), signal: this.signal });
    if (this.options.guestAddresses === 'dhcp') await awaitAutoconfiguration(this.compiled, this.hosts, this.signal);
    if (this.options.guestAddresses === 'dhcp') await askForLeases(this.compiled, this.hosts, this.scripts, this.signal);
    return this.record('up');
  }

  async demolish(): Promise<void> {
    if (this.underlay) await closeLabRoom(this.underlay);
    rmSync(this.folder, { recursive: true, force: true });
    forgetLabsFolder(this.folder);
  }

  private get scripts(): string {
    return path.join(this.folder, 'scripts');
  }

  private writeScripts(): string {
    const empty = path.join(this.folder, 'empty');
    mkdirSync(empty, { recursive: true });
    for (const [name, text] of this.files) {
      const file = path.join(this.scripts, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
    }
    return empty;
  }

  private async setUpHost(position: number): Promise<void> {
    const plan = this.compiled.hosts[position]?.plan;
    const room = this.hosts[position];
    if (!plan || !room) return;
    if (!existsSync(path.join(this.scripts, hostFolder(plan.name), 'setup.sh'))) return;
    const env = hostEnvironment(this.options.guestAddresses ?? 'static');
    await startSwitch(room, env, this.signal);
    this.signal.throwIfAborted();
    this.say(`${plan.name}: setup.sh`);
    await mustRunIn(room, 'setup.sh', ['bash', `/run/lab/${hostFolder(plan.name)}/setup.sh`], {
      env,
      signal: this.signal,
      timeoutMs: 120_000,
    });
  }

  /** Every pair of hosts that can be joined by a tunnel is: the first packet then finds the neighbour's MAC known, as in a cloud that has been up for a while. */
  private async warmUnderlay(): Promise<void> {
    const ends = this.compiled.hosts.flatMap(({ plan }, i) => {
      const room = this.hosts[i];
      return plan.tunnel && room ? [{ room, name: plan.name, address: printAddress(plan.tunnel.address.address) }] : [];
    });
    for (const from of ends) {
      for (const to of ends) {
        if (from === to) continue;
        this.signal.throwIfAborted();
        const ping = await runIn(from.room, ['ping', '-n', '-c', '1', '-W', '2', to.address], { signal: this.signal });
        if (ping.exitCode !== 0) throw new LabError(`the underlay does not carry packets from ${from.name} to ${to.name} (${to.address})`);
      }
    }
  }

  private record(phase: LabState['phase']): LabState {
    if (!this.underlay) throw new LabError('the lab has no room yet');
    const state: LabState = {
      schema: 1,
      fabric: this.compiled.deployment.fabric.name,
      bootId: bootId(),
      manifestHash: manifestHash(this.files),
      phase,
      builder: identifyProcess(process.pid),
      underlay: this.underlay,
      hosts: [...this.hosts],
      ...(this.outside ? { outside: this.outside } : {}),
    };
    writeLabState(this.folder, state);
    return state;
  }

  private say(line: string): void {
    this.options.onProgress?.(line);
  }
}

/** The environment of the generated scripts on a host of the lab. */
export function hostEnvironment(guestAddresses: 'static' | 'dhcp' = 'static'): Record<string, string> {
  return {
    ...toolEnvironment(),
    ...SWITCH_ENVIRONMENT,
    OSTOPO_STATE: '/run/ostopo',
    OSTOPO_DATAPATH: 'netdev',
    OSTOPO_GUESTS: 'netns',
    OSTOPO_GUEST_ADDRESSES: guestAddresses,
  };
}
