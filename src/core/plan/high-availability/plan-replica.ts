import type { ElementId } from '#core/base';
import type { PlannedRouter } from '../deployment.ts';
import type { NamespacePlan } from '../namespace-plan.ts';
import { planKeepalived } from './plan-keepalived.ts';

type Sysctl = NamespacePlan['sysctls'][number];

/**
 * The namespace of a router on one of its hosts, with what a replica has beyond: keepalived, and settings that keep a standby quiet (ha_router.py). As is where the
 * router is not highly available.
 */
export function planReplica(namespace: NamespacePlan, router: PlannedRouter, host: ElementId): NamespacePlan {
  const keepalived = planKeepalived(namespace, router, host);
  if (!keepalived) return namespace;
  const { active } = keepalived;
  return {
    ...namespace,
    sysctls: [
      ...namespace.sysctls.map((sysctl) => (active || !(isForwarding(sysctl) || acceptsAdvertisements(sysctl)) ? sysctl : off(sysctl))),
      NONLOCAL_BIND,
    ],
    radvd: active ? namespace.radvd : undefined,
    metadataProxy: active ? namespace.metadataProxy : undefined,
    keepalived,
  };
}

/**
 * The namespaces of a distributed router on one of its hosts, with what is different where its `snat-` namespace is a replica (dvr_edge_ha_router.py): keepalived is
 * there. The `qrouter-` beside it routes for the guests of its host whether active or not, but it was made as that of a replica, where only keepalived would turn IPv6
 * forwarding on; and radvd follows the state of the replica (l3/ha.py `_update_radvd_daemon`), the metadata proxy does not.
 */
export function planDistributedReplica(
  namespaces: readonly NamespacePlan[],
  router: PlannedRouter,
  host: ElementId,
): readonly NamespacePlan[] {
  const central = namespaces.find(({ kind }) => kind === 'snat');
  const keepalived = central && planKeepalived(central, router, host);
  if (!keepalived) return namespaces;
  const { active } = keepalived;
  return namespaces.map((namespace): NamespacePlan => {
    if (namespace === central) return { ...central, sysctls: centralSettings(central, active), keepalived };
    return {
      ...namespace,
      sysctls: [...namespace.sysctls.map((sysctl) => (isForwarding(sysctl) ? off(sysctl) : sysctl)), NONLOCAL_BIND],
      radvd: active ? namespace.radvd : undefined,
    };
  });
}

/** A standby learns nothing from outside; IPv6 forwarding as a whole is on from the start here, and off for its gateway (router_info.py `_configure_ipv6_params_on_gw`). */
function centralSettings({ sysctls, devices }: NamespacePlan, active: boolean): readonly Sysctl[] {
  if (active) return [...sysctls, NONLOCAL_BIND];
  const gateways = devices.filter(({ prefix }) => prefix === 'qg-');
  return [
    ...sysctls.map((sysctl) => (acceptsAdvertisements(sysctl) ? off(sysctl) : sysctl)),
    ...gateways.map(({ name }) => ({ key: `net.ipv6.conf.${name}.forwarding`, value: '0' })),
    NONLOCAL_BIND,
  ];
}

const NONLOCAL_BIND: Sysctl = { key: 'net.ipv4.ip_nonlocal_bind', value: '1' };

/** What the L3 agent turns on only where the router is at work (l3/ha.py `_configure_ipv6_params`), as the next. */
function isForwarding({ key }: Sysctl): boolean {
  return key === 'net.ipv6.conf.all.forwarding';
}

function acceptsAdvertisements({ key }: Sysctl): boolean {
  return key.endsWith('.accept_ra');
}

function off(sysctl: Sysctl): Sysctl {
  return { ...sysctl, value: '0' };
}
