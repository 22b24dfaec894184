/** How large a generated model is. */
export interface ModelSize {
  /** VM ports in all; every VM has one. */
  readonly ports: number;
  /** VM ports of each tenant, 100 unless given. */
  readonly portsPerTenant?: number;
}

/**
 * The text of a cloud of a given size, the same for the same size: tenants of four networks (whose addresses repeat from tenant to tenant),
 * a router between them, three security groups, a shared external network, expectations, and every VM in a block of its own, so that the
 * text grows with the model. It has no findings of error.
 */
export function generateModel({ ports, portsPerTenant = 100 }: ModelSize): string {
  const tenants = Math.ceil(ports / portsPerTenant);
  const hosts = Math.max(4, Math.ceil(ports / 100));
  const blocks = Array.from({ length: tenants }, (_, i) => printTenant(i, Math.min(portsPerTenant, ports - i * portsPerTenant), hosts));
  return [FABRIC, printHosts(hosts), PROVIDER, ...blocks].join('\n');
}

const NETWORKS_PER_TENANT = 4;

const FABRIC = `fabric bench {
  overlay vxlan { vni 1..100000 }
  underlay 172.16.0.0/16 { mtu 1550 }
  physical datacentre { vlan 100..199  mtu 1500 }
  firewall iptables-hybrid
}
`;

const PROVIDER = `tenant provider {
  network public { external  shared  physical datacentre  vlan 100
    subnet public-v4 203.0.113.0/24 { gateway 203.0.113.1  pool 203.0.113.10..203.0.113.250  dhcp off } }
}
`;

function printHosts(hosts: number): string {
  const compute = Array.from(
    { length: hosts },
    (_, i) => `host hv-${String(i + 1)} { roles compute  tunnel-ip 172.16.${String(1 + Math.floor(i / 250))}.${String(1 + (i % 250))} }\n`,
  );
  return `host net-1 { roles network, control  tunnel-ip 172.16.0.2  bridge br-ex { physical datacentre  interface bond0 } }
host net-2 { roles network  tunnel-ip 172.16.0.3  bridge br-ex { physical datacentre  interface bond0 } }
${compute.join('')}`;
}

function printTenant(index: number, ports: number, hosts: number): string {
  const name = `t${String(index + 1)}`;
  const networks = Array.from({ length: NETWORKS_PER_TENANT }, (_, n) => printNetwork(n));
  const interfaces = networks.map((_, n) => `interface net-${String(n + 1)}-v4`).join('  ');
  const vms = Array.from({ length: ports }, (_, i) => printVm(i, (index * 7 + i) % hosts));
  return `tenant ${name} {
${networks.join('\n')}
  router edge { ${interfaces} }

  security-group web {
    allow ingress tcp 80, 443
    allow ingress icmp from group web
  }
  security-group store { allow ingress tcp 5432 from group web }
  security-group admin { allow ingress tcp 22 from 10.0.0.0/16 }

${vms.join('\n')}

  expect "the store serves the web" vm-1 reaches vm-2 with tcp 5432
  expect vm-2 reaches vm-1 with icmp
}
`;
}

function printNetwork(n: number): string {
  return `  network net-${String(n + 1)} {
    subnet net-${String(n + 1)}-v4 10.0.${String(n * 4)}.0/22 { gateway 10.0.${String(n * 4)}.1  dns 9.9.9.9 }
  }`;
}

const GROUPS = ['web', 'store', 'web, admin', 'admin'];

/** Every fifth VM has its address pinned, as clouds that are written down have. */
function printVm(index: number, host: number): string {
  const network = index % NETWORKS_PER_TENANT;
  const pinned =
    index % 5 === 0 ? `ip 10.0.${String(network * 4 + 1)}.${String(10 + (Math.floor(index / NETWORKS_PER_TENANT) % 240))}  ` : '';
  return `  vm vm-${String(index + 1)} on hv-${String(host + 1)} {
    port net-${String(network + 1)} { ${pinned}security ${GROUPS[index % GROUPS.length] ?? 'web'} }
    listens tcp 80, 443
  }`;
}
