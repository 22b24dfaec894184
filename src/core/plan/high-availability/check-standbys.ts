import { compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import type { Relations } from '#core/model';
import type { PlannedPort } from '../deployment.ts';
import { isGuestPort } from '../port-owner.ts';

/** The ports of a router that stand on the active host and on standbys, with one MAC. */
const REPLICATED: ReadonlySet<PlannedPort['owner']> = new Set([
  'network:ha_router_replicated_interface',
  'network:router_centralized_snat',
]);

/**
 * OST4053: with `explicitly_egress_direct` br-int gives frames to the port of the host that has their destination MAC. The agent of a standby's host wires the router's
 * ports as well (neutron/plugins/ml2/rpc.py refuses only guests' ports to hosts they are not bound to), so guests there speak to a router that does not answer.
 */
export function checkStandbys({ topology, router, vm }: Relations, ports: readonly PlannedPort[]): readonly Finding[] {
  if (!topology.fabric.egressDirect) return [];
  const guests = groupBy(
    ports.filter(({ owner, adminUp }) => isGuestPort(owner) && adminUp),
    ({ network }) => network,
  );
  const silenced = ports
    .filter(({ owner }) => REPLICATED.has(owner))
    .flatMap(({ device, network, hosts: [, ...standbys] }) =>
      (guests.get(network) ?? []).flatMap((guest) => (guest.hosts.some((host) => standbys.includes(host)) ? [{ device, guest }] : [])),
    );
  return compact(
    [...groupBy(silenced, ({ device }) => device)].map(([device, found]) => {
      const [unheard, guests] = [router(device), [...new Set(found.map(({ guest }) => guest.device))]];
      const [first] = compact(guests.map(vm));
      if (!unheard || !first) return undefined;
      const more = guests.length > 1 ? ` and ${String(guests.length - 1)} more VMs stand` : ' stands';
      return createFinding('OST4053', {
        message: `vm \`${first.name}\`${more} beside a standby of router \`${unheard.name}\`: with \`egress-direct on\` br-int gives what is sent to the router to the standby's ports, which are silent, and not to the active host. Write \`egress-direct off\`, or place them on hosts without a standby.`,
        place: unheard.places.name,
        related: [{ message: 'the first of them', place: first.places.name }],
        element: unheard.id,
        data: { guests: guests.length },
      });
    }),
  );
}
