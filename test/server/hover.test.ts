import { describe, expect, it } from 'vitest';
import { openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function hover(marked: string): Promise<string> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const value = await editor.hover(cursor);
  editor.close();
  return value;
}

/** The small cloud with the cursor on the first (or n-th) `word`, on its second character. */
function on(word: string, occurrence = 0): string {
  const text = smallCloud();
  let index = -1;
  for (let i = 0; i <= occurrence; i++) index = text.indexOf(word, index + 1);
  if (index < 0) throw new Error(`no ${word}`);
  return `${text.slice(0, index + 1)}<|>${text.slice(index + 1)}`;
}

describe('on a name', () => {
  it('shows the segment, MTU and local VLANs of a network', async () => {
    const text = await hover(on('app'));
    expect(text).toContain('vni 7 (vxlan)');
    expect(text).toContain('1500 bytes');
    expect(text).toMatch(/hv-1 1/);
  });

  it('shows the range, gateway and free addresses of a subnet', async () => {
    const text = await hover(on('app-v4'));
    expect(text).toContain('10.0.0.1 – 10.0.0.254');
    expect(text).toContain('| gateway | `10.0.0.1` |');
    expect(text).toContain('| free | `250 of 253` |'); // two vms and the DHCP port; the gateway is outside the pool
  });

  it('shows the same on a reference as on the declaration', async () => {
    expect(await hover(on('app-v4', 1))).toBe(await hover(on('app-v4')));
  });

  it('shows the bridges and tunnels of a host', async () => {
    const text = await hover(on('hv-1'));
    expect(text).toContain('br-tun');
    expect(text).toContain('vxlan-c0a8000c → 192.168.0.12');
  });

  it('shows the addresses and devices of a vm', async () => {
    const text = await hover(on('web'));
    expect(text).toContain('10.0.0.10');
    expect(text).toContain('instance-0000000');
  });

  it('shows the namespace of a router', async () => {
    expect(await hover(on('edge'))).toMatch(/qrouter-[0-9a-f-]{36}/);
  });
});

describe('on the group `default`', () => {
  it('shows its members and rules although no block declares it', async () => {
    const text = await hover(smallCloud({ inTenant: 'vm shop on hv-1 { port app { security def<|>ault } }' }));
    expect(text).toContain('security group default');
    expect(text).toContain('red.shop.app 10.0.0.');
    expect(text).toContain('from group red.default');
  });
});

describe('on the fabric', () => {
  const hoverFabric = (inside: string) => hover(`fabric f<|>ab { ${inside} }\n`);

  it('shows the port of its tunnels, and the VLAN of the underlay', async () => {
    const text = await hoverFabric('underlay 10.255.0.0/24 { mtu 1600  vlan 7 }');
    expect(text).toContain('vxlan, UDP port 4789');
    expect(text).toContain('10.255.0.0/24, MTU 1600, VLAN 7 between the hosts');
  });

  it('shows no port of GRE, which has none', async () => {
    expect(await hoverFabric('overlay gre')).toContain('| overlay | `gre` |');
  });
});

describe('on what filters', () => {
  const text = smallCloud({
    inTenant: 'security-group site { allow ingress tcp 80, 443 from 10.9.0.0/16 }\n  vm shop on hv-1 { port app { security site } }',
  }).replace('firewall none', 'firewall iptables-hybrid');

  it('shows the members and the rules of a group as Neutron stores them', async () => {
    const shown = await hover(text.replace('security-group site', 'security-group s<|>ite'));
    expect(shown).toContain('red.shop.app 10.0.0.3');
    expect(shown).toContain('ingress tcp 443 from 10.9.0.0/16, IPv4');
    expect(shown).toContain('egress any, IPv6');
  });

  it('shows the rules in effect at a port', async () => {
    const shown = await hover(text.replace('shop on hv-1 { port app', 'shop on hv-1 { port app as ca<|>rd'));
    expect(shown).toContain('| security groups | `red.site` |');
    expect(shown).toContain('ingress tcp 80 from 10.9.0.0/16, IPv4');
  });
});

it('shows that a port is down', async () => {
  const shown = await hover(smallCloud({ inTenant: 'vm shop on hv-1 { port app as ca<|>rd { admin-state down } }' }));
  expect(shown).toContain('| state | `down: nothing passes` |');
});

it('shows what DHCP tells a port besides', async () => {
  const port = 'port app as ca<|>rd { dhcp-option bootfile-name pxelinux.0  dhcp-option 59 "tftp://[fd00::1]/a" ipv6 }';
  const shown = await hover(smallCloud({ inTenant: `vm shop on hv-1 { ${port} }` }));
  expect(shown).toContain('| DHCP options | `bootfile-name pxelinux.0` ⋅ `59 tftp://[fd00::1]/a (DHCPv6)` |');
});

it('shows what limits and marks the traffic of a port', async () => {
  const port = 'port app as ca<|>rd { qos { limit egress 2kpps burst 1kpps  limit ingress 5mbit  guarantee egress 1mbit  dscp 26 } }';
  const shown = await hover(smallCloud({ inTenant: `vm shop on hv-1 { ${port} }` }));
  expect(shown).toContain('| limits | `sends at most 2000 packets/s, 1000 at once` ⋅ `receives at most 5000 kbit/s` |');
  expect(shown).toContain('| guaranteed | `1000 kbit/s of what it sends` |');
  expect(shown).toContain('| DSCP | `26` |');
});

it('shows the Local IPs of a port', async () => {
  const shown = await hover(smallCloud({ inTenant: 'vm shop on hv-1 { port app as ca<|>rd { local-ip 10.0.0.99, 10.0.0.98 } }' }));
  expect(shown).toContain('| Local IPs | `10.0.0.99` ⋅ `10.0.0.98` |');
});

it('shows the sum of MTU and encapsulation, and the VNI in hex', async () => {
  const shown = await hover(on('app'));
  expect(shown).toContain('vni 7 (vxlan) = 0x7');
  expect(shown).toContain('1500 bytes; with 50 of vxlan 1550, of the underlay’s 1550');
});

it('draws how full a subnet is', async () => {
  expect(await hover(on('app-v4'))).toContain('█░░░░░░░░░░░░░░░░░░░ 1 %');
});

describe('on a keyword', () => {
  it('says what it means where it stands', async () => {
    expect(await hover(on('firewall'))).toContain('openvswitch');
    expect(await hover(on('tunnel-ip'))).toContain('local_ip');
  });

  it('says what a word inside a statement adds, and a value besides its property', async () => {
    const rule = smallCloud({ inTenant: 'security-group g { allow ingress tcp 80 fr<|>om group g }' });
    expect(await hover(rule)).toBe('**from**\n\nWho may send it: a CIDR, `group NAME` or `any`. Everybody unless written.');
    expect(await hover(smallCloud().replace('firewall none', 'firewall n<|>one'))).toMatch(/every packet passes[^]*\*\*firewall\*\*/);
    expect(await hover(smallCloud({ inTenant: 'network n<|>one' }))).not.toContain('packet');
  });

  it('shows the device of a router’s interface', async () => {
    expect(await hover(on('interface'))).toMatch(/qr-[0-9a-f]{8}-[0-9a-f]{2}/);
  });
});

it('says nothing in white space, comments and empty text', async () => {
  expect(await hover('// a tenant <|> in a comment\n')).toBe('');
  expect(await hover('<|>')).toBe('');
});

describe('in a cloud with a way out', () => {
  const cloud = `fabric f { overlay vxlan  underlay 192.168.0.0/24 { mtu 1550 }  physical outside { vlan 100..199 }  firewall none }
host net-a { roles network  tunnel-ip 192.168.0.1  bridge br-ex { physical outside  interface eth1 } }
host hv-1 { roles compute  tunnel-ip 192.168.0.11  sriov outside { device ens1f0 } }
tenant provider {
  network public { external  physical outside  vlan 100  subnet public-v4 203.0.113.0/28 { dhcp off } }
  network fast { shared  physical outside  vlan 101  subnet fast-v4 10.7.0.0/24 { dhcp off } }
}
tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  router edge { external public { ip 203.0.113.5 }  interface app-v4 }
  vm web on hv-1 { port app { ip 10.0.0.10 }  port fast { binding direct } }
  floating-ip 203.0.113.9 to web.app
}
expect "the site is public" internet reaches red.web with tcp 443 via edge
expect red.* never reaches 10.9.0.1
`;
  const at = (before: string, word: string) => {
    const index = cloud.indexOf(`${before}${word}`) + before.length + 1;
    return hover(`${cloud.slice(0, index)}<|>${cloud.slice(index)}`);
  };

  it('counts floating addresses of an external subnet as used', async () => {
    const shown = await at('subnet ', 'public-v4');
    expect(shown).toContain('| free | `11 of 13` |'); // without the gateway; the router and the floating address are in the pool
    expect(shown).toContain('| floating addresses | `203.0.113.9` |');
  });

  it('shows a router’s outside address, and what it translates', async () => {
    const shown = await at('router ', 'edge');
    expect(shown).toContain('| outside, on public | `203.0.113.5` |');
    expect(shown).toContain('| source NAT | `as 203.0.113.5` |');
    expect(shown).toContain('203.0.113.9 → 10.0.0.10');
    expect(await at('edge { ', 'external')).toMatch(/gateway on public[^]*203\.0\.113\.5/);
  });

  it('shows a port without a name of its own at its keyword, and behind its network', async () => {
    expect(await at('{ ', 'port app')).toMatch(/port on app[^]*10\.0\.0\.10[^]*\*\*port\*\*/);
    expect(await at('{ port ', 'app')).toMatch(/network app[^]*port on app/);
  });

  it('shows where a floating address leads', async () => {
    for (const shown of [await at('', 'floating-ip'), await at('floating-ip ', '203.0.113.9')])
      expect(shown).toMatch(/leads to[^]*10\.0\.0\.10[^]*translated by \| `red\.edge`[^]*on host \| `net-a`/);
  });

  it('shows a bridge and a physical network with what they carry', async () => {
    expect(await at('bridge ', 'br-ex')).toMatch(/physical network \| `outside`[^]*eth1[^]*public: vlan 100 on outside/);
    expect(await at('bridge br-ex { physical ', 'outside')).toMatch(/hv-1 ens1f0 \(SR-IOV\)[^]*net-a br-ex/);
    expect(await at('  ', 'sriov')).toMatch(/ens1f0[^]*red\.web\.fast \(direct\)/);
  });

  it('shows which hosts have an SR-IOV network, which never meets the switch', async () => {
    expect(await at('network ', 'fast')).toContain('hv-1 (SR-IOV, past the switch)');
  });

  it('shows a tenant, also where all its vms are meant, and what an expectation says', async () => {
    expect(await at('tenant ', 'red')).toContain('1 network, 1 router, 1 vm, 1 floating address');
    expect(await at('expect ', 'red.*')).toContain('tenant red');
    expect(await at('expect ', '"the site is public"')).toMatch(
      /the internet[^]*must reach[^]*10\.0\.0\.10[^]*tcp 443[^]*router red\.edge/,
    );
  });
});
