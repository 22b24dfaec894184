import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labDown, labUp, labVerify } from '#lab';
import { compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no firewall on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Allowed and refused, TCP, UDP and ICMP, by a rule and by a remote group, on one host, between hosts and through a router, on the way in and on the way out. */
const FIREWALL = `
fabric walled { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall openvswitch }
host net { roles network, control  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
host hv-2 { roles compute  tunnel-ip 192.168.255.4 }
tenant demo {
  network inner { vni 22  subnet a 10.0.0.0/24 }
  network outer { vni 23  subnet b 10.1.0.0/24 }
  router r { interface a  interface b }
  security-group web { allow ingress tcp 80  allow ingress udp 53  allow ingress icmp }
  security-group store { allow ingress tcp 5432 from group web  allow ingress udp 5000..5003 from group web }
  security-group closed { no-default-egress  allow egress tcp 80  allow egress icmp }
  vm one on hv { port inner { security web }  listens tcp 80, udp 53 }
  vm two on hv-2 { port inner { security store }  listens tcp 5432, udp 5002, tcp 80 }
  vm three on hv { port inner { security store }  listens tcp 5432 }
  vm four on hv-2 { port outer { security web, closed }  listens tcp 80, udp 53 }
  vm five on hv-2 { port inner { security closed } }
}
expect one reaches two with tcp 5432
expect one reaches three with tcp 5432
expect one reaches two with udp 5002
expect two reaches one with icmp
expect two reaches one with tcp 80
expect three reaches one with udp 53
expect two reaches four with tcp 80
expect two reaches four with udp 53
expect five reaches one with tcp 80
expect five reaches four with icmp
expect one never reaches two with tcp 80
expect one never reaches three with icmp
expect three never reaches two with tcp 5432
expect four reaches two with tcp 5432
expect four never reaches two with tcp 80
expect five never reaches one with udp 53
`;

describe.skipIf(why !== undefined)('the Open vSwitch firewall with real packets', () => {
  afterAll(() => labDown('walled', root));

  it('lets through and stops what the model says, with the underlay packets of the traces', async () => {
    const { compiled, expectations } = compileText(FIREWALL);
    await labUp(compiled, { root });
    const verdicts = await labVerify(compiled, expectations, { root });
    const told = verdicts.map(({ expectation, verdict, conversations }) => ({
      never: expectation.never,
      verdict,
      answered: conversations.map(({ isAnswered }) => isAnswered),
      differences: conversations.flatMap(({ differences }) => differences),
      isTraced: conversations.every(({ predicted }) => predicted !== undefined),
    }));
    const wanted = expectations.map(({ never }) => ({
      never,
      verdict: 'as-expected',
      answered: [!never],
      differences: [],
      isTraced: true,
    }));
    expect(told).toEqual(wanted);
  }, 300_000);
});
