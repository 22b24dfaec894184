import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CompiledFabric, compileFabric } from '#core/compile';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { whyNoOvs } from '#test/ovs-dummy';
import { compareTraces } from './compare-traces.ts';
import { FRAMES, SEED } from './comparison-settings.ts';

const ARTICLE = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');
const LOCAL_IP = readFileSync(new URL('../../examples/local-ip.ostopo', import.meta.url), 'utf8');

/** Provider networks, a port without port security, an allowed address pair and two networks on one host. */
const PROVIDER = `
fabric edge { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  physical one { vlan 100..199 }  physical two { flat }  firewall none }
host net { roles network, control  tunnel-ip 192.168.255.2  bridge br-one { physical one  interface eth1 }  bridge br-two { physical two  interface eth2 } }
host hv { roles compute  tunnel-ip 192.168.255.3  bridge br-one { physical one  interface eth1 }  bridge br-two { physical two  interface eth2 } }
tenant t {
  network tagged { vlan 101  physical one  subnet a 10.1.0.0/24 }
  network plain { flat  physical two  subnet b 10.2.0.0/24 }
  network inner { vni 22  subnet c 10.3.0.0/24 }
  router r { interface a  interface b  interface c }
  vm one on hv { port tagged  port plain  port inner { port-security off } }
  vm two on hv { port tagged { allowed-address 10.9.0.0/24 }  port inner }
  vm three on hv { port plain { allowed-address 0.0.0.0/0 } }
}`;

/** Every kind of rule: protocols, ports and ranges, ICMP types, prefixes, remote groups of two rules and members on both hosts, IPv6, and a port without a filter. */
const FIREWALL = `
fabric edge { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  physical one { vlan 100..199 }  firewall openvswitch }
host net { roles network, control  tunnel-ip 192.168.255.2  bridge br-one { physical one  interface eth1 } }
host hv { roles compute  tunnel-ip 192.168.255.3  bridge br-one { physical one  interface eth1 } }
host hv-2 { roles compute  tunnel-ip 192.168.255.4  bridge br-one { physical one  interface eth1 } }
tenant t {
  network inner { vni 22  subnet a 10.0.0.0/24  subnet six 2001:db8::/64 }
  network tagged { vlan 101  physical one  subnet b 10.1.0.0/24 }
  router r { interface a  interface b }
  security-group web {
    allow ingress tcp 22  allow ingress tcp 80, 443  allow ingress udp 8000..8010 from 10.0.0.0/8  allow ingress icmp  allow ingress icmpv6
  }
  security-group store {
    no-default-egress
    allow ingress tcp 5432 from group web  allow ingress any from group store  allow ingress any from group web ipv6
    allow ingress icmp type 8 from group web  allow egress udp 53  allow egress tcp 80..90 to group web  allow egress icmp type 8 code 0
  }
  security-group odd {
    allow ingress proto 112  allow ingress tcp 80..90 from group web  allow ingress tcp 81..90 from group store
    allow egress tcp 443 to 2001:db8::/64
  }
  vm one on hv { port inner { security web } }
  vm two on hv { port inner { security store } }
  vm three on hv { port inner { security odd, web  allowed-address 10.9.0.0/24 } port tagged { security odd } }
  vm four on hv-2 { port inner { security store, web } port tagged { security store  allowed-address 10.8.0.0/24 } }
  vm five on hv-2 { port inner { port-security off } }
}`;

function compiled(text: string): CompiledFabric {
  const { topology } = parseOstopo(text);
  return compileFabric(planDeployment(topology).deployment);
}

const skip = whyNoOvs();
if (skip !== undefined) console.log(`no comparison with Open vSwitch: ${skip}`);

describe.skipIf(skip !== undefined)(`our switch and a real Open vSwitch, seed ${SEED}`, () => {
  it.each([
    ["the article's lab", ARTICLE],
    ['the lab with l2-population and ARP responder', ARTICLE.replace('l2-population off', 'l2-population on  arp-responder on')],
    ['the lab without a firewall', ARTICLE.replace('firewall iptables-hybrid', 'firewall none')],
    ['a fabric with provider networks', PROVIDER],
    ['the lab with the Open vSwitch firewall', ARTICLE.replace('firewall iptables-hybrid', 'firewall openvswitch')],
    ['a fabric whose groups have every kind of rule', FIREWALL],
    ['an address that every host has for itself', LOCAL_IP],
    [
      'the same fabric with egress-direct and marked packets',
      FIREWALL.replace('firewall openvswitch', '$&  egress-direct on').replace(
        'port inner { security web',
        '$&  qos { dscp 16  limit egress 9kpps  limit ingress 9kpps burst 1kpps }',
      ),
    ],
    [
      'provider networks with egress-direct and marked packets',
      PROVIDER.replace('firewall none', '$&  egress-direct on').replace(
        '{ port-security off',
        '$&  qos { dscp 16  guarantee egress 5mbit  limit egress 9kpps }',
      ),
    ],
  ])(
    'send every frame the same way in %s',
    async (_name, text) => {
      const { differences, frames, copies, ways } = await compareTraces(compiled(text), FRAMES, SEED);
      console.log(`${frames} frames, ${copies} copies, ${ways} ways through the tables, seed ${SEED}`);
      expect(differences.slice(0, 3).join('\n\n')).toBe('');
      expect(frames).toBeGreaterThanOrEqual(FRAMES);
      expect(copies).toBeGreaterThan(frames / 2);
      expect(ways).toBeGreaterThan(30);
    },
    600_000,
  );
});
