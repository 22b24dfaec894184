import type { CompiledFabric } from '#core/compile';
import { hostFolder } from '#core/compile/script';
import { printAddress } from '#core/net';
import type { HostPlan, KeepalivedPlan, NamespacePlan } from '#core/plan';
import { LabError } from './lab-error.ts';
import { type Room, mustRunIn } from './room.ts';
import type { ProcessOptions } from './run-process.ts';

/** VRRP waits for three advertisements, two seconds each, and a skew before a router takes over (RFC 5798 section 6.1). */
const TAKEOVER_MS = 30_000;

/** Ends the process of the pid file $1 and waits until it is gone. */
const END = 'pid=$(cat "$1") && kill "$pid" && while [ -e "/proc/$pid" ]; do sleep 0.05; done';

/** Waits until the device $2 of the namespace $1 has the address $3. */
const AWAIT = 'until ip -n "$1" -o address show dev "$2" to "$3" | grep -q .; do sleep 0.1; done';

/**
 * Has the replica that is planned as the active one be it. keepalived prefers none: whoever starts first takes over and keeps what it has (`nopreempt`), and in a
 * lab all start at once. So the standbys are ended, and begin anew once the other has the router's addresses.
 */
export async function settleRouters({ hosts }: CompiledFabric, rooms: readonly Room[], options: ProcessOptions): Promise<void> {
  const replicas = hosts.flatMap(({ plan }, i) => {
    const room = rooms[i];
    return room ? plan.namespaces.flatMap((namespace) => replicaOf(plan, room, namespace)) : [];
  });
  const standbys = replicas.filter(({ keepalived }) => !keepalived.active);
  await Promise.all(standbys.map(({ room, keepalived }) => mustRunIn(room, 'ending keepalived', bash(END, pidFile(keepalived)), options)));
  await Promise.all(replicas.filter(({ keepalived }) => keepalived.active).map((replica) => takenOver(replica, options)));
  const again = new Map(standbys.map(({ plan, room }) => [plan, room]));
  await Promise.all([...again].map(([plan, room]) => mustRunIn(room, 'setup.sh', services(plan), options)));
}

interface Replica {
  readonly room: Room;
  readonly plan: HostPlan;
  readonly namespace: NamespacePlan;
  readonly keepalived: KeepalivedPlan;
}

function replicaOf(plan: HostPlan, room: Room, namespace: NamespacePlan): Replica[] {
  const { keepalived } = namespace;
  return keepalived ? [{ plan, room, namespace, keepalived }] : [];
}

async function takenOver({ plan, room, namespace, keepalived }: Replica, options: ProcessOptions): Promise<void> {
  const words = [namespace.name, keepalived.interface, printAddress(keepalived.primaryAddress.address)];
  try {
    await mustRunIn(room, 'keepalived', bash(AWAIT, ...words), { ...options, timeoutMs: TAKEOVER_MS });
  } catch (error) {
    if (!(error instanceof LabError) || options.signal?.aborted === true) throw error;
    throw new LabError(`keepalived of ${namespace.name} on ${plan.name} does not take over: ${error.message}`);
  }
}

function services({ name }: HostPlan): string[] {
  return ['bash', `/run/lab/${hostFolder(name)}/setup.sh`, '--phase', 'services'];
}

function pidFile({ routerUuid }: KeepalivedPlan): string {
  return `/run/ostopo/ha_confs/${routerUuid}.pid`;
}

function bash(script: string, ...words: readonly string[]): string[] {
  return ['bash', '-c', script, 'ostopo-lab', ...words];
}
