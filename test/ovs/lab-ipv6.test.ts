import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no IPv6 on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const cloudWith = (firewall: string) => `
fabric six { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall ${firewall} }
host net { roles network, control  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
host hv-2 { roles compute  tunnel-ip 192.168.255.4 }
tenant demo {
  network inner { vni 22  subnet a 2001:db8:a::/64 }
  network outer { vni 23  subnet b 2001:db8:b::/64 }
  router r { interface a  interface b }
  security-group web { allow ingress tcp 80 ipv6  allow ingress icmpv6  allow ingress udp 53 ipv6 }
  security-group store { allow ingress tcp 5432 from group web ipv6 }
  vm one on hv { port inner { security web }  listens tcp 80, udp 53 }
  vm two on hv-2 { port inner { security store }  listens tcp 5432, tcp 80 }
  vm three on hv-2 { port outer { security web }  listens tcp 80 }
}
expect two reaches one with icmp
expect two reaches one with udp 53
expect one reaches two with tcp 5432
expect three reaches one with tcp 80
expect one reaches three with icmp
expect one never reaches two with tcp 80
expect three never reaches two with icmp
`;

describe.skipIf(why !== undefined)('IPv6 with real packets', () => {
  afterEach(() => labDown('six', root));

  it.each(['openvswitch', 'iptables-hybrid'])(
    'is switched, routed and filtered as traced, behind firewall %s',
    async (firewall) => {
      const { compiled, expectations } = compileText(cloudWith(firewall));
      await labUp(compiled, { root });
      const verdicts = await labVerify(compiled, expectations, { root });
      const told = verdicts.map(({ expectation: { never }, verdict, reason, conversations }) => ({
        never,
        verdict,
        reason,
        differences: conversations.flatMap(({ differences }) => differences),
        isTraced: conversations.length > 0 && conversations.every(({ predicted }) => predicted !== undefined),
      }));
      expect(told).toEqual(
        expectations.map(({ never }) => ({ never, verdict: 'as-expected', reason: undefined, differences: [], isTraced: true })),
      );
    },
    300_000,
  );

  it('has guests make their addresses of what the router announces (SLAAC), and reach others by them', async () => {
    const text = cloudWith('openvswitch')
      .replace('2001:db8:a::/64', '2001:db8:a::/64 { ipv6 slaac }')
      .replace('2001:db8:b::/64', '2001:db8:b::/64 { ipv6 slaac }');
    const { compiled, expectations } = compileText(text);
    const lab = await labUp(compiled, { root, guestAddresses: 'dhcp' });
    const shown = await printedOn(lab, 'hv', 'ip', '-n', 'vm-demo.one', '-6', '-o', 'addr', 'show', 'dev', 'eth0', 'scope', 'global');
    expect(shown).toMatch(/2001:db8:a:0?:?[0-9a-f:]*ff:fe[0-9a-f:]+\/64 .*dynamic/);
    const routes = await printedOn(lab, 'hv', 'ip', '-n', 'vm-demo.one', '-6', 'route', 'show', 'default');
    expect(routes).toMatch(/default via fe80::[0-9a-f:]+ dev eth0 proto ra/);
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.map(({ verdict, conversations }) => [verdict, conversations.flatMap(({ differences }) => differences)])).toEqual(
      expectations.map(() => ['as-expected', []]),
    );
  }, 300_000);
});
