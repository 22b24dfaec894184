import { type ElementId, compact, sortedBy } from '#core/base';
import type { Router, Relations } from '#core/model';
import { hasOpenVswitch } from '#core/rules';
import type { Hosts } from '../deployment.ts';
import { placeDhcpService } from '../draft-dhcp-ports.ts';
import type { DraftInput } from '../port-draft.ts';

/**
 * Where a distributed router has a namespace: first the hosts that it was scheduled to, where its source NAT is, then every host with a VM or a DHCP service
 * on its subnets (l3_dvrscheduler_db.py `get_dvr_routers_to_add`).
 */
export function servedHosts(input: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>, router: Router, scheduled: Hosts): Hosts {
  const { relations } = input;
  const networks = new Set(compact(router.interfaces.map((item) => relations.subnet(item.subnet)?.network)));
  const guests = relations.topology.ports.flatMap((port) => (networks.has(port.network) ? (hostOf(relations, port.vm) ?? []) : []));
  const services = [...networks].flatMap((id) => {
    const network = relations.network(id);
    return (network && placeDhcpService(input, network)?.host) ?? [];
  });
  const others = new Set([...guests, ...services].filter((host) => !scheduled.includes(host)));
  return [...scheduled, ...sortedBy(others, (host) => host)];
}

function hostOf(relations: Relations, vm: ElementId): ElementId | undefined {
  const id = relations.vm(vm)?.host;
  const host = id === undefined ? undefined : relations.host(id);
  return host && hasOpenVswitch(host) ? host.id : undefined;
}
