/** How large a generated cloud is. */
export interface FleetSize {
  readonly ports: number;
  readonly hosts: number;
}

const PORTS_PER_NETWORK = 100;
const NETWORKS_PER_TENANT = 4;
const HOSTS_PER_NETWORK = 8;
const PORTS_PER_TENANT = PORTS_PER_NETWORK * NETWORKS_PER_TENANT;

/**
 * The text of a cloud for the compiler's measurement, the same for the same size: tenants of four networks of a hundred ports, each network on
 * eight hosts, a router between them, three groups of which two name one another, firewall `openvswitch`, l2-population and ARP responder on.
 */
export function generateFleet({ ports, hosts }: FleetSize): string {
  const tenants = Math.ceil(ports / PORTS_PER_TENANT);
  const machines = Array.from({ length: hosts }, (_, i) => `host ${hostName(i)} { roles compute  tunnel-ip ${tunnelIp(i + 1)} }`);
  const blocks = Array.from({ length: tenants }, (_, i) => printTenant(i, Math.min(PORTS_PER_TENANT, ports - i * PORTS_PER_TENANT), hosts));
  return [FABRIC, `host net-1 { roles network, control  tunnel-ip ${tunnelIp(0)} }`, ...machines, ...blocks, ''].join('\n');
}

/** The text with one VM more, on the first network of the first tenant. */
export function withOneVmMore(text: string): string {
  const from = text.indexOf('  vm vm-1 ');
  return `${text.slice(0, from)}  vm vm-more on ${hostName(0)} { port net-1 { security web } }\n${text.slice(from)}`;
}

const FABRIC = `fabric fleet {
  overlay vxlan { vni 1..100000 }
  underlay 172.16.0.0/16 { mtu 1550 }
  firewall openvswitch
  l2-population on
  arp-responder on
}
`;

function hostName(index: number): string {
  return `hv-${String(index + 1)}`;
}

function tunnelIp(index: number): string {
  return `172.16.${String(1 + Math.floor(index / 250))}.${String(1 + (index % 250))}`;
}

function printTenant(index: number, ports: number, hosts: number): string {
  const networks = Array.from({ length: NETWORKS_PER_TENANT }, (_, n) => n);
  const vms = Array.from({ length: ports }, (_, i) => printVm(index, i, hosts));
  return `tenant t${String(index + 1)} {
${networks.map((n) => `  network net-${String(n + 1)} { subnet net-${String(n + 1)}-v4 10.0.${String(n)}.0/24 {} }`).join('\n')}
  router edge { ${networks.map((n) => `interface net-${String(n + 1)}-v4`).join('  ')} }
  security-group web {
    allow ingress tcp 80, 443
    allow ingress icmp from group web
  }
  security-group store { allow ingress tcp 5432 from group web }
  security-group admin { allow ingress tcp 22 from 10.0.0.0/16 }
${vms.join('\n')}
}`;
}

const GROUPS = ['web', 'store', 'web, admin', 'admin'];

/** A network's ports are dealt to the eight hosts from the one that its number falls on. */
function printVm(tenant: number, index: number, hosts: number): string {
  const [network, at] = [Math.floor(index / PORTS_PER_NETWORK), index % PORTS_PER_NETWORK];
  const host = ((tenant * NETWORKS_PER_TENANT + network) * HOSTS_PER_NETWORK + (at % HOSTS_PER_NETWORK)) % hosts;
  const security = GROUPS[index % GROUPS.length] ?? 'web';
  return `  vm vm-${String(index + 1)} on ${hostName(host)} { port net-${String(network + 1)} { security ${security} } }`;
}
