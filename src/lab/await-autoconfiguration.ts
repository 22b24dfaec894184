import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledFabric } from '#core/compile';
import { guestNamespace } from '#core/compile/script';
import { printAddress } from '#core/net';
import { guestDevices, indexDeployment } from '#core/plan';
import { LabError } from './lab-error.ts';
import { type Room, mustRunIn, runIn } from './room.ts';

/** A device of a guest and the addresses that it makes itself of what a router announces. */
interface Autoconfigured {
  readonly room: Room;
  readonly namespace: string;
  readonly device: string;
  readonly addresses: readonly string[];
}

/** How long a guest asks: the kernel sends three solicitations, four seconds apart, and then waits a second whether its address is taken (RFC 4861, RFC 4862). */
const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 200;

/** Has every guest solicit routers anew, and waits until it has made the addresses the plan gives it (SLAAC) of radvd's advertisements. */
export async function awaitAutoconfiguration(compiled: CompiledFabric, rooms: readonly Room[], signal: AbortSignal): Promise<void> {
  await Promise.all(autoconfigured(compiled, rooms).map((guest) => solicit(guest, signal)));
}

function autoconfigured({ deployment, hosts }: CompiledFabric, rooms: readonly Room[]): readonly Autoconfigured[] {
  const index = indexDeployment(deployment);
  const announced = hosts.flatMap(({ plan }) =>
    plan.namespaces.flatMap(({ radvd }) => radvd?.interfaces.flatMap(({ subnets }) => subnets) ?? []),
  );
  const slaac = new Set(announced.filter(({ ipv6Mode }) => ipv6Mode === 'slaac').map(({ id }) => id));
  return deployment.vms.flatMap((vm) => {
    const room = rooms.find(({ name }) => name === index.host(vm.host).name);
    if (!room) return [];
    return guestDevices(vm.ports.map((port) => index.port(port))).flatMap(({ name: device, port }): Autoconfigured[] => {
      const addresses = port.addresses.filter(({ subnet }) => slaac.has(subnet)).map(({ address }) => printAddress(address));
      return addresses.length === 0 ? [] : [{ room, namespace: guestNamespace(vm), device, addresses }];
    });
  });
}

async function solicit({ room, namespace, device, addresses }: Autoconfigured, signal: AbortSignal): Promise<void> {
  const set = (state: string) =>
    mustRunIn(room, `setting ${device} of ${namespace} ${state}`, ['ip', '-n', namespace, 'link', 'set', 'dev', device, state]);
  await set('down');
  await set('up');
  const deadline = performance.now() + PATIENCE_MS;
  let missing = addresses;
  while (missing.length > 0) {
    signal.throwIfAborted();
    const { stdout } = await runIn(room, [
      'ip',
      '-n',
      namespace,
      '-6',
      '-o',
      'addr',
      'show',
      'dev',
      device,
      'scope',
      'global',
      '-tentative',
    ]);
    missing = addresses.filter((address) => !stdout.includes(` ${address}/`));
    if (missing.length === 0) return;
    if (performance.now() > deadline)
      throw new LabError(`${device} of ${namespace} on ${room.name} made no address ${missing.join(', ')} of a router's announcement`);
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}
