import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printAddress } from '#core/net';
import { type LabState, type LabVerdict, labDown, labUp, labVerify, runOnHost } from '#lab';
import { compileText, inGuest, printedOn } from './lab-fixture.ts';
import { isThere, whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no provider networks on real Open vSwitch: ${why}`);
const canLease = isThere('udhcpc');
if (!canLease) console.log('guests of provider networks have their addresses from the start: udhcpc is not installed');

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-provider-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const { compiled, expectations } = compileText(`
fabric plant {
  overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall openvswitch
  physical rack { vlan 100..199  mtu 1500 }
  physical floor { flat  mtu 1400 }
}
host net { roles network, control  tunnel-ip 192.168.255.2
  bridge br-rack { physical rack  interface eno1 }  bridge br-floor { physical floor  interface eno2 } }
host hv-[1..2] { roles compute  tunnel-ip 192.168.255.[11..12]
  bridge br-rack { physical rack  interface eno1 }  bridge br-floor { physical floor  interface eno2 } }
tenant demo {
  network tagged { vlan 101  physical rack
    subnet tagged-v4 10.1.1.0/24 { dns 10.1.1.53, 10.1.1.54  route 10.99.0.0/16 via 10.1.1.77 } }
  network plain { flat  physical floor  subnet plain-v4 10.1.2.0/24 }
  network tunnelled { vni 77  subnet tunnelled-v4 10.1.3.0/24 { dns 10.1.3.53 } }
  router edge { interface tagged-v4  interface plain-v4  interface tunnelled-v4 }
  security-group open { allow ingress icmp  allow ingress tcp 80 }
  vm tag-1 on hv-1 { port tagged { security open  dhcp-option ntp-server 10.1.1.123  qos { limit egress 10mbit  limit ingress 5mbit burst 1mbit } } }
  vm tag-2 on hv-2 { port tagged { security open }  listens tcp 80 }
  vm off-1 on hv-1 { port tagged { security open  admin-state down } }
  vm flat-1 on hv-1 { port plain { security open } }
  vm flat-2 on hv-2 { port plain { security open }  listens tcp 80 }
  vm tun-1 on hv-1 { port tunnelled { security open } }
}
expect tag-1 reaches tag-2 with icmp
expect tag-1 reaches tag-2 with tcp 80
expect tag-1 never reaches tag-2 with udp 80
expect tag-1 never reaches off-1 with icmp
expect flat-1 reaches flat-2 with icmp
expect flat-1 reaches flat-2 with tcp 80
expect tag-1 reaches flat-2 with icmp
expect tag-2 reaches flat-1 with icmp via edge
expect tag-2 reaches tun-1 with icmp
`);

/** The address each VM has in the plan. */
const offered = new Map(
  compiled.deployment.vms.map((vm) => {
    const address = compiled.deployment.ports.find(({ device }) => device === vm.id)?.addresses[0]?.address;
    return [vm.name, address && printAddress(address)];
  }),
);

/** Asks for a lease once more and prints everything the server offered. Arguments: the guest's namespace. */
const ASK = `
printf '#!/bin/sh\\n[ "$1" != bound ] || set\\n' >/run/print-lease
chmod +x /run/print-lease
ip netns exec "$1" udhcpc -i eth0 -n -q -f -t 4 -T 2 -O mtu -O staticroutes -O ntpsrv -s /run/print-lease | tr -d "'"`;

describe.skipIf(why !== undefined)('VLAN and flat networks on real Open vSwitch', () => {
  let lab: LabState;
  let verdicts: readonly LabVerdict[];

  beforeAll(async () => {
    lab = await labUp(compiled, { root, guestAddresses: canLease ? 'dhcp' : 'static' });
    verdicts = await labVerify(compiled, expectations, { root });
  });
  afterAll(() => labDown('plant', root));

  /** Where the frames of a conversation were seen, with their tags and TTLs. */
  const framesOf = (name: string) =>
    verdicts
      .find(({ expectation }) => expectation.name === name)
      ?.conversations[0]?.observedFrames.map(({ physicalNetwork, vlan, ttl }) => [physicalNetwork, vlan, ttl]);

  it('carry the frames the trace says, switched, routed and filtered', () => {
    const told = verdicts.map(({ verdict, reason, conversations }) => ({
      verdict,
      reason,
      differences: conversations.flatMap(({ differences }) => differences),
      isTraced: conversations.length > 0 && conversations.every(({ predicted }) => predicted !== undefined),
    }));
    expect(told).toEqual(expectations.map(() => ({ verdict: 'as-expected', reason: undefined, differences: [], isTraced: true })));
  });

  it('tag frames with the VLAN of the network, and those of a flat network not at all', () => {
    expect(framesOf('tag-1 reaches tag-2 with icmp')).toEqual([
      ['rack', 101, 64],
      ['rack', 101, 64],
    ]);
    expect(framesOf('flat-1 reaches flat-2 with icmp')).toEqual([
      ['floor', undefined, 64],
      ['floor', undefined, 64],
    ]);
    expect(framesOf('tag-1 reaches flat-2 with icmp')).toEqual([
      ['floor', undefined, 63],
      ['floor', undefined, 64],
      ['rack', 101, 64],
      ['rack', 101, 63],
    ]);
    expect(framesOf('tag-1 never reaches tag-2 with udp 80')).toEqual([['rack', 101, 64]]);
  });

  it.each([
    [
      'by VLAN',
      'tag-1',
      {
        mtu: '1500',
        dns: '10.1.1.53 10.1.1.54',
        router: '10.1.1.1',
        routes: '10.99.0.0/16 10.1.1.77 169.254.169.254/32 10.1.1.1 0.0.0.0/0 10.1.1.1',
      },
    ],
    ['by tunnel', 'tun-1', { mtu: '1550', dns: '10.1.3.53', router: '10.1.3.1', routes: '169.254.169.254/32 10.1.3.1 0.0.0.0/0 10.1.3.1' }],
  ])('give a lease with the options as written, %s', async (_way, vm, { mtu, dns, router, routes }) => {
    if (!canLease) return;
    const addressed = (await inGuest(lab, 'hv-1', vm, 'ip', '-4', '-br', 'address', 'show', 'dev', 'eth0')).stdout;
    expect(addressed).toContain(` ${offered.get(vm)}/24 `);
    const ask = await runOnHost(lab, 'hv-1', ['bash', '-c', ASK, 'ask', `vm-demo.${vm}`]);
    expect(ask.stdout.split('\n')).toEqual(
      expect.arrayContaining([`ip=${offered.get(vm)}`, `mtu=${mtu}`, `dns=${dns}`, `router=${router}`, `staticroutes=${routes}`]),
    );
  });

  it('give a guest the options of its own port', async () => {
    if (!canLease) return;
    const [own, other] = await Promise.all(
      ['tag-1', 'tun-1'].map((vm) => runOnHost(lab, 'hv-1', ['bash', '-c', ASK, 'ask', `vm-demo.${vm}`])),
    );
    expect(own?.stdout).toContain('ntpsrv=10.1.1.123\n');
    expect(other?.stdout).not.toContain('ntpsrv');
  });

  it('keep a port that is down on the dead VLAN, and setup.sh finds it as it should be', async () => {
    const port = await printedOn(lab, 'hv-1', 'ovs-vsctl', '--bare', '--columns=name', 'find', 'Port', 'tag=4095');
    expect(port.trim()).toMatch(/^tap\S+$/);
    const { stdout } = await runOnHost(lab, 'hv-1', [
      'env',
      `OSTOPO_GUEST_ADDRESSES=${canLease ? 'dhcp' : 'static'}`,
      'bash',
      '/run/lab/hv-1/setup.sh',
      '--check',
    ]);
    expect(stdout).toContain('setup.sh would change nothing');
  });

  it('have the limits of a guest as rows of the database', async () => {
    const columns = ['--bare', '--columns=ingress_policing_rate,ingress_policing_burst', 'find', 'Interface', 'ingress_policing_rate!=0'];
    expect(await printedOn(lab, 'hv-1', 'ovs-vsctl', ...columns)).toBe('10000\n8000\n');
    const queues = await printedOn(lab, 'hv-1', 'ovs-vsctl', '--bare', '--columns=other_config', 'list', 'Queue');
    expect(queues.trim().split(' ').sort()).toEqual(['burst=1000000', 'max-rate=5000000']);
    expect(await printedOn(lab, 'hv-2', 'ovs-vsctl', '--bare', 'list', 'Queue')).toBe('');
  });
});
