import { known } from '#core/base';
import { printAddress } from '#core/net';
import { type Deployment, type HostPlan, type PlanResult, planDeployment } from '#core/plan';
import { createOstopoReader } from '#language';

const reader = createOstopoReader();

/** Plans a text. */
export function plan(text: string): PlanResult {
  return planDeployment(reader.read(text).topology);
}

/** The host of that name. */
export function hostOf(deployment: Deployment, name: string): HostPlan {
  return known(
    deployment.hosts.find((host) => host.name === name),
    name,
  );
}

/** `OFPORT NAME` of every port of a bridge. */
export function portsOf(deployment: Deployment, host: string, bridge: string): readonly string[] {
  const found = known(
    hostOf(deployment, host).bridges.find(({ name }) => name === bridge),
    bridge,
  );
  return found.ports.map(({ ofport, name }) => `${String(ofport)} ${name}`);
}

/** The addresses of every port, by the port's id. */
export function addressesOf(deployment: Deployment): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(deployment.ports.map(({ id, addresses }) => [id, addresses.map(({ address }) => printAddress(address))]));
}
