import { readFileSync } from 'node:fs';
import { type ElementId, elementId, known } from '#core/base';
import { type CompiledFabric, compileFabric } from '#core/compile';
import { type Network, createNetwork } from '#core/dataplane';
import { type PacketSpec, type Topology } from '#core/model';
import { parseAddress } from '#core/net';
import { planDeployment } from '#core/plan';
import { PING, type Trace, type TraceRequest, tracePacket } from '#core/trace';
import { createOstopoReader } from '#language';

const reader = createOstopoReader();

/** A model as text, compiled. */
export function compileText(text: string): { readonly topology: Topology; readonly compiled: CompiledFabric } {
  const { topology, findings } = reader.read(text);
  const problems = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (problems.length > 0) throw new Error(`expected a model without errors, found ${problems.join('; ')}`);
  const { deployment } = planDeployment(topology);
  return { topology, compiled: compileFabric(deployment) };
}

/** The article's lab, optionally with its text changed. */
export function articleLab(change: (text: string) => string = (text) => text) {
  return compileText(change(readFileSync('examples/article-lab.ostopo', 'utf8')));
}

/** A cloud at work, made from text. */
export function runningCloud(text: string): Network {
  return createNetwork(compileText(text).compiled);
}

/** Traces between VMs of tenant demo (or `tenant.vm`) or to an address, an ordinary ping unless said otherwise. */
export function ping(
  cloud: Network | CompiledFabric,
  from: string,
  to: string,
  more: Partial<TraceRequest> & { readonly spec?: Partial<PacketSpec> } = {},
): Trace {
  const { spec, ...rest } = more;
  const address = parseAddress(to);
  const target = address ? ({ kind: 'address', address } as const) : ({ kind: 'vm', id: vm(to) } as const);
  return tracePacket(cloud, { from: { kind: 'vm', id: vm(from) }, to: target, packet: { ...PING, ...spec }, ...rest });
}

/** The id of a VM by `vm` or `tenant.vm`. */
export function vm(name: string): ElementId {
  const [tenant, local] = name.includes('.') ? name.split('.') : ['demo', name];
  return elementId('vm', known(tenant, 'a tenant'), known(local, 'a name'));
}
