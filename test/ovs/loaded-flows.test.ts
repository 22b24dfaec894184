import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { printFlow } from '#core/openflow';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { startDummySwitch, whyNoOvs } from '#test/ovs-dummy';

const EXAMPLES = new URL('../../examples/', import.meta.url);

/** Every kind of port and rule that makes a flow of its own kind, on overlay, VLAN, flat and local networks. */
const EVERYTHING = `
fabric edge { overlay geneve { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  physical one { vlan 100..199 }  physical two { flat } }
host hv { roles compute, network  tunnel-ip 192.168.255.3
  bridge br-one { physical one  interface eth1 }  bridge br-provider-two { physical two  interface eth2 }  sriov one { device eth1 } }
host hv-2 { roles compute  tunnel-ip 192.168.255.4  bridge br-one { physical one  interface eth1 } }
tenant t {
  network inner { vni 22  subnet a 10.0.0.0/24  subnet six 2001:db8::/64 { ipv6 dhcpv6-stateful } }
  network tagged { vlan 101  physical one  subnet b 10.1.0.0/24 }
  network plain { flat  physical two  subnet c 10.2.0.0/24 }
  network near { local  subnet d 10.3.0.0/24 }
  router r { interface a  interface b }
  security-group web {
    stateless  allow ingress tcp 22, 80..90, 1024..65535  allow ingress udp 1..1023 from 10.0.0.0/8  allow ingress sctp 5000..5010 ipv6
    allow ingress icmp  allow ingress icmp type 8  allow ingress icmpv6 type 1 code 4  allow ingress proto vrrp  allow ingress proto udplite 7..9
    allow ingress any from ::/0 ipv6  allow ingress proto ipv6-frag ipv6
  }
  security-group store {
    allow ingress tcp 5432 from group web  allow ingress tcp 5000..6000 from group store  allow ingress sctp 1..9 from group store
    allow ingress any from group web ipv6  allow ingress icmp type 8 from group web  allow ingress proto 47 from group store
    allow egress udp 53 to 8.8.8.8/32  allow egress tcp 80..90 to group web  allow egress any to group store ipv6
  }
  vm one on hv { port inner { security web  qos { limit egress 10mbit  limit egress 1kpps burst 2kpps  dscp 16 } } port tagged { security web  qos { guarantee egress 5mbit } } }
  vm two on hv { port inner { security store  allowed-address 10.9.0.0/24, 0.0.0.0/0, ::/0 mac fa:16:3e:00:00:77 } port plain { security store  qos { guarantee egress 1mbit } } }
  vm three on hv { port near { security none  local-ip 10.3.0.99 } port tagged { binding direct } port inner { port-security off } }
  vm four on hv-2 { port inner { security store  qos { limit ingress 5mbit  limit ingress 3kpps } } port tagged { security store  allowed-address 10.9.9.9 } }
}`;

const TEXTS = new Map([
  ...readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.ostopo'))
    .map((name) => [name, readFileSync(new URL(name, EXAMPLES), 'utf8')] as const),
  ['everything', EVERYTHING] as const,
]);

/** Every example as its agents would be set up under each firewall, without and with the options that add flows. */
const CASES = [...TEXTS].flatMap(([name, text]) =>
  (['openvswitch', 'iptables-hybrid', 'none'] as const).flatMap((firewall) =>
    [false, true].map((optional) => ({ name, text, firewall, optional })),
  ),
);

const skip = whyNoOvs();
if (skip !== undefined) console.log(`no flows loaded into Open vSwitch: ${skip}`);

describe.skipIf(skip !== undefined)('a real Open vSwitch takes every flow without a complaint and prints it as we do', () => {
  it.each(CASES)(
    '$name with firewall $firewall, optional flows $optional',
    async ({ text, firewall, optional }) => {
      const { topology } = parseOstopo(text);
      const permittedEthertypes = optional ? [0x8847, 0x8848, 0x88cc] : [];
      const fabric = {
        ...topology.fabric,
        ...{ firewall, permittedEthertypes },
        ...{
          l2Population: optional,
          arpResponder: optional,
          egressDirect: optional,
          bandwidthMeters: optional,
          localIpStaticNat: optional,
        },
      };
      const { hosts } = compileFabric(planDeployment({ ...topology, fabric }).deployment);
      for (const host of hosts) {
        const real = await startDummySwitch(host);
        try {
          for (const { plan, flows } of host.bridges)
            expect([...(await real.dumpFlows(plan.name))].sort(), `${plan.name} of ${host.plan.name}`).toEqual(flows.map(printFlow).sort());
        } finally {
          await real.stop();
        }
      }
    },
    120_000,
  );
});
