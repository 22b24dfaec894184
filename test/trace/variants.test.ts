import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createNetwork, showLearnedFlows } from '#core/dataplane';
import { elementId } from '#core/base';
import { decapsulate, decodeFrame } from '#core/packet';
import { PING, type Trace, tracePacket } from '#core/trace';
import { articleLab, compileText, ping, vm } from './cloud.ts';

function tunnels(trace: Trace): string[] {
  return [trace.request, trace.reply]
    .flatMap((leg) => leg?.steps ?? [])
    .filter(({ kind, outPort }) => kind === 'tunnel' && outPort !== undefined)
    .map(({ summary }) => summary);
}

describe('with l2-population', () => {
  const { compiled } = articleLab((text) => text.replace('l2-population off', 'l2-population on'));

  test('nothing has to be flooded for unicast, even when cold', () => {
    const trace = ping(compiled, 'vm-1', 'vm-2', { cold: true });
    expect(trace.verdict).toBe('delivered');
    const [unicast] = trace.request.steps.filter(({ device, table }) => device === 'br-tun' && table === 20);
    expect(unicast?.flow).toMatch(/^table=20, priority=2,/);
  });

  test('ARP questions go only to hosts that have a port of the network', () => {
    const trace = ping(compiled, 'vm-1', 'vm-4', { cold: true });
    const hosts = new Set(trace.preludes[2]?.branches.flatMap(({ steps }) => steps.map(({ host }) => host)));
    expect(trace.preludes[2]?.steps[0]?.packet).toBe('arp who-has 10.0.2.8 tell 10.0.2.254');
    expect(hosts.has('compute-0')).toBe(false);
  });
});

describe('with l2-population and the ARP responder', () => {
  const { compiled } = articleLab((text) => text.replace('l2-population off', 'l2-population on\n  arp-responder on'));

  test('br-tun answers for ports on other hosts, and the question never leaves the host', () => {
    const trace = ping(compiled, 'vm-1', 'vm-2', { cold: true });
    expect(trace.verdict).toBe('delivered');
    const question = trace.preludes.find(({ steps }) => steps[0]?.packet === 'arp who-has 10.0.1.88 tell 10.0.1.85');
    const steps = [...(question?.steps ?? []), ...(question?.branches.flatMap((branch) => branch.steps) ?? [])];
    expect(steps.some(({ table, device }) => device === 'br-tun' && table === 21)).toBe(true);
    expect(new Set(steps.map(({ host }) => host))).toEqual(new Set(['compute-0']));
  });
});

test('without a firewall the tap is a port of br-int and no iptables run', () => {
  const { compiled } = articleLab((text) => text.replace('firewall iptables-hybrid', 'firewall none'));
  const trace = ping(compiled, 'vm-1', 'vm-4');
  expect(trace.verdict).toBe('delivered');
  expect(trace.request.steps.some(({ kind }) => kind === 'linux-bridge')).toBe(false);
  expect(trace.request.steps.filter(({ kind }) => kind === 'iptables')).toEqual([]);
  expect(trace.request.steps[1]).toMatchObject({ device: 'br-int', inPort: 'tap95d96a75-a0' });
});

test('behind the openvswitch firewall an answer passes as part of its connection, and a new one that no rule lets in is dropped', () => {
  const closed = (text: string) =>
    text.replace('firewall iptables-hybrid', 'firewall openvswitch').replace('ip 10.0.2.8', 'security closed  ip 10.0.2.8');
  const { compiled } = articleLab((text) =>
    closed(text).replace('tenant demo {', 'tenant demo { security-group closed  security-group default { allow ingress any }'),
  );
  const back = ping(compiled, 'vm-4', 'vm-1');
  expect(back.verdict).toBe('delivered');
  expect(back.reply?.verdict).toBe('delivered');
  const refused = ping(compiled, 'vm-1', 'vm-4');
  expect(refused.verdict).toBe('dropped');
  expect(refused.reason).toMatchObject({ code: 'firewall-drop', at: 'compute-1 br-int table 82' });
});

test('GRE and Geneve carry the same conversations', () => {
  for (const [type, words] of [
    ['gre', 'GRE key 22'],
    ['geneve', 'Geneve VNI 22'],
  ] as const) {
    const { compiled } = articleLab((text) => text.replace('overlay vxlan', `overlay ${type}`));
    const trace = ping(compiled, 'vm-1', 'vm-2');
    expect(trace.verdict).toBe('delivered');
    expect(tunnels(trace)).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
  }
});

const TENANTS = `
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1550 }  firewall iptables-hybrid }
host net { roles network  tunnel-ip 192.168.0.9 }
host hv-1 { roles compute  tunnel-ip 192.168.0.1 }
host hv-2 { roles compute  tunnel-ip 192.168.0.2 }
tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  network db { subnet db-v4 10.0.1.0/24 }
  router edge { interface app-v4  interface db-v4 }
  vm a on hv-1 { port app { ip 10.0.0.10 } }
  vm b on hv-2 { port app { ip 10.0.0.20 } }
  vm d on hv-2 { port db { ip 10.0.1.30 } }
}
tenant green {
  network app { subnet app-v4 10.0.0.0/24 }
  vm a on hv-1 { port app { ip 10.0.0.10 } }
  vm c on hv-2 { port app { ip 10.0.0.30 } }
}
`;

describe('two tenants with the same addresses', () => {
  const { compiled } = compileText(TENANTS);

  test('each reach their own', () => {
    expect(ping(compiled, 'red.a', 'red.b').verdict).toBe('delivered');
    expect(ping(compiled, 'red.a', 'red.d').verdict).toBe('delivered');
    expect(ping(compiled, 'green.a', 'green.c').verdict).toBe('delivered');
  });

  test('do not reach the other’s', () => {
    const trace = ping(compiled, 'red.a', 'green.c');
    expect(trace.verdict).toBe('lost');
    expect(trace.reason?.code).toBe('arp-unanswered');
    const everyone = trace.preludes.flatMap(({ steps, branches }) => [...steps, ...branches.flatMap((branch) => branch.steps)]);
    expect(everyone.filter(({ element }) => element === vm('green.c'))).toEqual([]);
  });

  test('an address means the one on the sender’s own network', () => {
    expect(ping(compiled, 'red.b', '10.0.0.10').request.egress?.element).toBe(vm('red.a'));
    expect(ping(compiled, 'green.c', '10.0.0.10').request.egress?.element).toBe(vm('green.a'));
  });

  test('keep apart what br-tun learns of equal MAC and address plans', () => {
    const network = createNetwork(compiled);
    ping(network, 'red.a', 'red.b');
    ping(network, 'green.a', 'green.c');
    const vnis = showLearnedFlows(network, 'hv-1', 'br-tun', 20).map((flow) => /load:(0x\w+)->NXM_NX_TUN_ID/.exec(flow)?.[1]);
    expect(new Set(vnis).size).toBe(2);
  });

  test('are named with their tenant', () => {
    expect(ping(compiled, 'red.a', 'red.b').request.steps.at(-1)?.summary).toBe('red.b receives the ping');
  });
});

test('a provider VLAN crosses the cable between the hosts’ br-ex', () => {
  const { compiled } = compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  physical datacentre { vlan 100..199 }  firewall iptables-hybrid }
host hv-1 { roles compute  bridge br-ex { physical datacentre  interface eth1 } }
host hv-2 { roles compute  bridge br-ex { physical datacentre  interface eth1 } }
tenant demo {
  network wire { physical datacentre  vlan 101  subnet wire-v4 10.5.0.0/24 { dhcp off } }
  vm a on hv-1 { port wire { ip 10.5.0.10 } }
  vm b on hv-2 { port wire { ip 10.5.0.20 } }
}`);
  const trace = ping(compiled, 'a', 'b');
  expect(trace.verdict).toBe('delivered');
  expect(tunnels(trace)).toEqual([]);
  const onTheCable = trace.request.steps.find(({ kind }) => kind === 'underlay');
  expect(onTheCable?.summary).toBe('the cable of datacentre carries it to hv-2');
  expect(trace.request.steps.some(({ device, outPort }) => device === 'br-ex' && outPort === 'eth1')).toBe(true);
});

describe('services', () => {
  const { compiled } = articleLab();

  test('DHCP offers the planned address with mtu and router', () => {
    const trace = ping(compiled, 'vm-1', 'vm-2', { spec: { protocol: 'dhcp' } });
    expect(trace.verdict).toBe('delivered');
    expect(trace.request.egress?.element).toBe(elementId('dhcp', 'demo', 'subnet-1'));
    expect(trace.reply?.steps.at(-1)?.summary).toBe('vm-1 is offered 10.0.1.85');
    const atTap = trace.frames.filter(({ host, device }) => host === 'compute-0' && device === 'tap95d96a75-a0');
    expect(atTap).toHaveLength(4);
  });

  test('distributed DHCP is a question for the agent, which is not modelled', () => {
    const example = readFileSync(new URL('../../examples/distributed-dhcp.ostopo', import.meta.url), 'utf8');
    const trace = ping(compileText(example).compiled, 'web.shop-1', 'web.shop-2', { spec: { protocol: 'dhcp' } });
    expect(trace.verdict).toBe('not-modelled');
    expect(trace.reason?.message).toBe('distributed DHCP: what the OpenFlow controller of br-int makes of it');
    expect(trace.request.steps.at(-2)?.summary).toContain('table 77 DHCP_IPV4: sends it to the controller');
  });

  test('ARP is a conversation of its own', () => {
    const trace = ping(compiled, 'vm-1', 'vm-2', { spec: { protocol: 'arp' } });
    expect(trace.verdict).toBe('delivered');
    expect(trace.reply?.steps[0]?.packet).toBe('arp 10.0.1.88 is-at fa:16:3e:72:ad:53');
    expect(trace.preludes).toEqual([]);
  });

  test('one-way traces leave the answer out', () => {
    expect(ping(compiled, 'vm-1', 'vm-2', { oneWay: true })).toMatchObject({ verdict: 'delivered', reply: undefined });
  });

  test('ends that mean many, or what is not emulated, are said to be undecided', () => {
    for (const to of [{ kind: 'internet' }, { kind: 'network', id: elementId('network', 'demo', 'net-2') }] as const) {
      const trace = tracePacket(compiled, { from: { kind: 'vm', id: vm('vm-1') }, to, packet: PING });
      expect(trace.verdict).toBe('not-modelled');
      expect(trace.reason?.message).not.toBe('');
    }
  });
});

describe('a VM with two cards', () => {
  const { compiled } = compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1550 }  firewall iptables-hybrid }
host hv-1 { roles compute, network  tunnel-ip 192.168.0.1 }
tenant demo {
  network a { subnet a-v4 10.0.0.0/24 { gateway none } }
  network b { subnet b-v4 10.0.1.0/24 }
  network c { subnet c-v4 10.0.2.0/24 }
  router r { interface b-v4  interface c-v4 }
  vm both on hv-1 { port a { ip 10.0.0.10 }  port b { ip 10.0.1.10 } }
  vm near on hv-1 { port b { ip 10.0.1.20 } }
  vm far on hv-1 { port c { ip 10.0.2.20 } }
}`);

  test('uses the card on the network it shares with the receiver', () => {
    expect(ping(compiled, 'both', 'near').request.steps[0]?.packet).toContain('10.0.1.10 > 10.0.1.20');
  });

  test('uses the card with the gateway for what is behind a router', () => {
    const trace = ping(compiled, 'both', 'far');
    expect(trace.verdict).toBe('delivered');
    expect(trace.request.steps[0]?.packet).toContain('10.0.1.10 > 10.0.2.20');
  });
});

describe('with networks of two overlay types between the same hosts', () => {
  const { compiled } = articleLab((text) =>
    text.replace('vxlan { vni 1..1000 }', 'vxlan { vni 1..1000  port 4790 }').replace('network net-2 {', 'network net-2 { overlay geneve '),
  );

  test('each takes tunnels of its own, at the UDP port of its type', () => {
    const trace = ping(compiled, 'vm-1', 'vm-4');
    expect(trace.verdict).toBe('delivered');
    const outside = trace.frames.filter(({ host }) => host === undefined).map(({ bytes }) => decodeFrame(bytes));
    expect(
      outside.map((outer) => {
        const port = outer.headers.udp_dst;
        return [port, decapsulate(outer, port === 6081n ? 'geneve' : 'vxlan')?.tunnelId];
      }),
    ).toEqual([
      [4790n, 22n],
      [6081n, 99n],
      [6081n, 99n],
      [4790n, 22n],
    ]);
  });
});
