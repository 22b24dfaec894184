import { qualifiedName } from '#core/base';
import { printEthertype } from '#core/model';
import { printAddress, printPrefix } from '#core/net';
import type { Deployment, HostPlan, PlannedFabric, PlannedRouter } from '#core/plan';
import type { Facts } from './facts.ts';
import { networkName } from './network-facts.ts';
import { printAddresses } from './port-facts.ts';
import { printPorts } from './wiring-facts.ts';

/** A host: its bridges with their ports, the ends of its tunnels, what runs on it. */
export function hostFacts(host: HostPlan): Facts {
  return {
    heading: `host ${host.name}`,
    rows: [
      ['roles', host.roles.join(', ') || 'none'],
      ...(host.tunnel ? [['tunnel address', printAddress(host.tunnel.address.address)] as const] : []),
      ...host.bridges.map((bridge) => [bridge.name, printPorts(bridge)] as const),
      ...(host.namespaces.length > 0 ? [['namespaces', host.namespaces.map(({ name }) => name).join('\n')] as const] : []),
      ...(host.vms.length > 0 ? [['vms', host.vms.map(qualifiedName).join('\n')] as const] : []),
    ],
  };
}

/** A router: where it runs, its legs, its way out and what it translates. */
export function routerFacts(deployment: Deployment, router: PlannedRouter): Facts {
  const hosts = deployment.hosts.filter(({ id }) => router.hosts.includes(id));
  const legs = deployment.ports.filter(({ id }) => router.interfaces.includes(id));
  const outside = deployment.ports.find(({ id }) => id === router.gateway?.port);
  const floating = deployment.floatingIps.filter(({ id }) => router.floatingIps.includes(id));
  const routes = router.routes.map(({ destination, nextHop }) => `${printPrefix(destination)} via ${printAddress(nextHop)}`);
  return {
    heading: `router ${router.name}`,
    rows: [
      ['host', hosts.map(({ name }) => name).join(', ') || 'none'],
      ['namespace', `qrouter-${router.uuid}`],
      ...legs.map((leg) => [qualifiedName(leg.id).split('.').at(-1) ?? '', printAddresses(leg)] as const),
      ...(outside ? [[`outside, on ${networkName(deployment, outside.network)}`, printAddresses(outside)] as const] : []),
      ...(router.gateway ? [['source NAT', router.gateway.snat ? printSnat(router.gateway) : 'off'] as const] : []),
      ...(floating.length > 0
        ? [
            [
              'floating addresses',
              floating.map((ip) => `${printAddress(ip.address)} → ${printAddress(ip.fixedAddress)}`).join('\n'),
            ] as const,
          ]
        : []),
      ...(routes.length > 0 ? [['routes', routes.join('\n')] as const] : []),
      ['UUID', router.uuid],
    ],
  };
}

function printSnat({ snatAddress }: NonNullable<PlannedRouter['gateway']>): string {
  return snatAddress ? `as ${printAddress(snatAddress)}` : 'on, but there is no IPv4 address for it';
}

/** The cloud as a whole, in effect rather than as written. */
export function fabricFacts(fabric: PlannedFabric, deployment: Deployment): Facts {
  return {
    heading: `fabric ${fabric.name}`,
    rows: [
      ['overlay', fabric.overlay === 'gre' ? 'gre' : `${fabric.overlay}, UDP port ${fabric.overlayUdpPort}`],
      ...(fabric.underlay ? [['underlay', describeUnderlay(fabric.underlay)] as const] : []),
      ['firewall', fabric.firewall],
      ['l2-population', fabric.l2Population ? 'on' : 'off'],
      ['arp-responder', fabric.arpResponder ? 'on' : 'off'],
      ['egress-direct', fabric.egressDirect ? 'on' : 'off'],
      ...(fabric.distributedDhcp ? [['DHCP', 'answered by the agents of the hosts'] as const] : []),
      ...(fabric.localIpNat
        ? [['Local IPs', fabric.localIpNat === 'static' ? 'translated by flows' : 'translated by connection tracking'] as const]
        : []),
      ...(fabric.bandwidthMeters ? [['bandwidth-meters', 'on'] as const] : []),
      ...(fabric.permittedEthertypes.length > 0
        ? [['permitted ethertypes', fabric.permittedEthertypes.map(printEthertype).join(', ')] as const]
        : []),
      ['holds', `${deployment.hosts.length} hosts, ${deployment.networks.length} networks, ${deployment.vms.length} vms`],
    ],
  };
}

function describeUnderlay({ prefix, mtuBytes, vlan }: NonNullable<PlannedFabric['underlay']>): string {
  return `${printPrefix(prefix)}, MTU ${mtuBytes}${vlan === undefined ? '' : `, VLAN ${vlan} between the hosts`}`;
}
