import { readFileSync } from 'node:fs';

/** The article's lab as the examples have it. */
export const ARTICLE_LAB = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');

/** Two hosts, one network, two vms; `inTenant` and `inFile` are put where they say. */
export function smallCloud({ inTenant = '', inFile = '' }: { readonly inTenant?: string; readonly inFile?: string } = {}): string {
  return `fabric f {
  overlay vxlan { vni 1..100 }
  underlay 192.168.0.0/24 { mtu 1550 }
  firewall none
}
host net-a { roles network  tunnel-ip 192.168.0.1 }
host hv-1 { roles compute  tunnel-ip 192.168.0.11 }
host hv-2 { roles compute  tunnel-ip 192.168.0.12 }
tenant red {
  network app { vni 7  subnet app-v4 10.0.0.0/24 }
  router edge { interface app-v4 }
  vm web on hv-1 { port app { ip 10.0.0.10 } }
  vm db on hv-2 { port app { ip 10.0.0.20 } }
  ${inTenant}
}
expect red.web reaches red.db with icmp
${inFile}
`;
}
