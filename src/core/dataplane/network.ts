import { type ElementId, indexBy, known } from '#core/base';
import type { MacAddress } from '#core/net';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import { type DeploymentIndex, indexDeployment } from '#core/plan';
import type { Message, MessagePurpose, NetworkLog } from './event.ts';
import type { EventQueue } from './event-queue.ts';
import { type ConnectionTracker, createConnectionTracker } from './conntrack/connection-tracker.ts';
import type { Stack } from './stack/stack.ts';
import { type Outside, createOutside } from './stack/create-outside.ts';
import { type Filter, createFilter } from './netfilter/create-filter.ts';
import { createStacks } from './stack/create-stacks.ts';
import { type Switch, createSwitch } from './switch/switch.ts';

/**
 * The whole cloud as it runs: every switch, Linux bridge, namespace and guest with what it has learnt, and one virtual clock. It is made from the
 * compiled fabric alone and changes as packets pass; equal histories give equal states.
 */
export interface Network {
  readonly compiled: CompiledFabric;
  readonly index: DeploymentIndex;
  readonly hosts: ReadonlyMap<string, NetworkHost>;
  readonly stacks: ReadonlyMap<string, Stack>;
  /** Where each Neutron port is plugged. */
  readonly plugged: ReadonlyMap<ElementId, PluggedPort>;
  readonly outside: Outside | undefined;
  /** Per physical network: behind which host each MAC was last seen. */
  readonly wireTables: Map<string, Map<MacAddress | bigint, string>>;
  readonly queue: EventQueue;
  /** Moves on as happenings are worked off. */
  nowMicroseconds: number;
  log: NetworkLog;
  /** Numbers messages from 0. */
  nextMessage: number;
}

/** A Neutron port at work: a network card of a VM, or a device of a namespace. */
export interface PluggedPort {
  readonly stack: Stack;
  readonly device: Stack['devices'][number];
}

/** One machine: its switch and the connection tracking of its own network namespace, which the switch uses too. */
export interface NetworkHost {
  readonly compiled: CompiledHost;
  readonly ovs: Switch;
  readonly connections: ConnectionTracker;
  /** The iptables of its own network namespace, which bridged packets pass. */
  readonly filter: Filter;
}

/** A cloud just after setup: nothing learnt, no connection, the clock at 0. */
export function createNetwork(compiled: CompiledFabric): Network {
  const index = indexDeployment(compiled.deployment);
  const hosts = compiled.hosts.map((host) => createNetworkHost(host));
  const outside = createOutside(compiled);
  const stacks = [...createStacks(compiled, index), ...(outside ? [outside.stack] : [])];
  return {
    compiled,
    index,
    hosts: indexBy(hosts, (host) => host.compiled.plan.name),
    stacks: indexBy(stacks, (stack) => stack.key),
    plugged: indexPorts(stacks),
    outside,
    wireTables: new Map(),
    queue: { pending: [] },
    nowMicroseconds: 0,
    log: { messages: [], captures: [] },
    nextMessage: 0,
  };
}

function createNetworkHost(compiled: CompiledHost): NetworkHost {
  const connections = createConnectionTracker();
  return { compiled, ovs: createSwitch(compiled, connections), connections, filter: createFilter(compiled, undefined, connections) };
}

/** The host of that name; asking for another is a program's mistake. */
export function hostOf(network: Network, name: string): NetworkHost {
  return known(network.hosts.get(name), `a host named ${name}`);
}

/** The network stack of that key. */
export function stackOf(network: Network, key: string): Stack {
  return known(network.stacks.get(key), `a network stack ${key}`);
}

/** The stack and its device that a Neutron port belongs to, `undefined` when nothing was made for the port. */
export function stackOfPort(network: Network, port: ElementId): PluggedPort | undefined {
  return network.plugged.get(port);
}

/** A port that is on several hosts stands for its first. */
function indexPorts(stacks: readonly Stack[]): ReadonlyMap<ElementId, PluggedPort> {
  const plugged = new Map<ElementId, PluggedPort>();
  for (const stack of stacks) {
    for (const device of stack.devices) {
      if (device.port !== undefined && !plugged.has(device.port)) plugged.set(device.port, { stack, device });
    }
  }
  return plugged;
}

/** Begins a message and enters it in the log. */
export function beginMessage(network: Network, purpose: MessagePurpose, cause: Message | undefined): Message {
  const message: Message = { id: network.nextMessage++, purpose, cause, ends: [] };
  network.log.messages.push(message);
  return message;
}

/** Takes what was recorded so far and begins anew. */
export function takeLog(network: Network): NetworkLog {
  const taken = network.log;
  network.log = { messages: [], captures: [] };
  return taken;
}
