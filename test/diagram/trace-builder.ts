import type { CompiledFabric } from '#core/compile';
import type { HostPlan } from '#core/plan';
import type { TraceLeg, TraceStep } from '#core/trace';
import type { TracePath } from '#protocol';

/** A packet's way from the first VM of the first host over the others to the last VM of the last, by the devices it would pass; what it says is made up. */
export function sketchTrace({ deployment }: CompiledFabric, through: readonly string[]): TracePath {
  const hosts = through.map((name) => existing(deployment.hosts.find((host) => host.name === name)));
  const steps = hosts.flatMap((host, i) => [
    ...(i === 0 ? guestSteps(host, 0).reverse() : [stepAt(host.name, 'br-tun', vxlanTo(host, hosts[i - 1])), stepAt(host.name, 'br-int')]),
    ...host.namespaces.slice(0, 1).flatMap(({ name }) => [stepAt(host.name, name), stepAt(host.name, 'br-int')]),
    ...(i === hosts.length - 1 ? guestSteps(host, -1) : [stepAt(host.name, 'br-tun', undefined, vxlanTo(host, hosts[i + 1]))]),
  ]);
  const leg: TraceLeg = { verdict: 'delivered', reason: undefined, steps, branches: [], egress: undefined };
  return { verdict: 'delivered', reason: undefined, preludes: [], request: leg, reply: undefined };
}

/** From br-int to the VM. */
function guestSteps(host: HostPlan, which: 0 | -1): TraceStep[] {
  const plug = existing(host.hybridPlugs.at(which));
  const vm = existing(host.vms.at(which)).split('.').at(-1) ?? '';
  return [
    stepAt(host.name, 'br-int', which === 0 ? plug.qvo : undefined, which === -1 ? plug.qvo : undefined),
    stepAt(host.name, plug.qbr),
    stepAt(host.name, vm),
  ];
}

function vxlanTo(host: HostPlan, peer: HostPlan | undefined): string | undefined {
  return host.bridges.flatMap(({ ports }) => ports).find((port) => port.kind === 'tunnel' && port.remoteHost === peer?.id)?.name;
}

/** A step in a device of a host. */
export function stepAt(host: string, device: string, inPort?: string, outPort?: string): TraceStep {
  return {
    kind: 'bridge',
    host,
    device,
    summary: `passes ${device}`,
    flow: 'priority=0 actions=NORMAL',
    table: undefined,
    element: undefined,
    inPort,
    outPort,
    before: {},
    after: {},
    packet: 'icmp echo-request ttl 64',
  };
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sketched cloud lacks what the trace passes');
  return value;
}
