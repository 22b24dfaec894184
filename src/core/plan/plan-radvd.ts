import { indexBy } from '#core/base';
import type { PlannedPort, PlannedRouter } from './deployment.ts';
import type { HostInput } from './host-input.ts';
import { namespaceDevice, networkOf } from './namespace-device.ts';
import type { RadvdPlan } from './namespace-plan.ts';
import { isRouterInterface } from './port-owner.ts';

/** What radvd announces on a router's interfaces; `undefined` where no subnet of theirs has an `ipv6` mode (agent/linux/ra.py `enable`). */
export function planRadvd(input: HostInput, router: PlannedRouter, ports: readonly PlannedPort[]): RadvdPlan | undefined {
  const interfaces = ports
    .filter(({ owner }) => isRouterInterface(owner))
    .map((port) => {
      const network = networkOf(input, port);
      const subnets = indexBy(network.subnets, ({ id }) => id);
      const own = port.addresses.flatMap(({ subnet }) => subnets.get(subnet) ?? []);
      return {
        device: namespaceDevice(input, port).name,
        mtuBytes: network.mtuBytes,
        subnets: own.filter(({ prefix, ipv6Mode }) => prefix.address.version === 6 && ipv6Mode !== undefined),
      };
    })
    .filter(({ subnets }) => subnets.length > 0);
  return interfaces.length === 0 ? undefined : { routerUuid: router.uuid, interfaces };
}
