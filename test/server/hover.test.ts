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
