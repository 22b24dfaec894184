import { describe, expect, it } from 'vitest';
import { elementId } from '#core/base';
import { printAddress } from '#core/net';
import { splitSubnet } from '#language';
import { analysed, errorsOf, given, textAfter } from './refactor.ts';

const top = `fabric f { overlay vxlan { vni 1..100 }  underlay 192.168.0.0/24 { mtu 1550 } }
host net-a { roles network  tunnel-ip 192.168.0.1 }
host hv-1 { roles compute  tunnel-ip 192.168.0.11 }
`;
const id = elementId('subnet', 'red', 'app-v4');

function split(text: string, name = 'app-v4-upper'): string {
  const input = given(text);
  const after = textAfter(input, splitSubnet(input, id, name));
  expect(errorsOf(after)).toEqual(errorsOf(text));
  return after;
}

function vmAddresses(text: string): string[] {
  return analysed(text)
    .deployment.ports.filter(({ owner }) => owner === 'compute:nova')
    .map((port) => `${port.id} ${port.addresses.map(({ address }) => printAddress(address)).join(' ')}`);
}

function refusal(text: string, name = 'app-v4-upper'): string {
  const result = splitSubnet(given(text), id, name);
  return result.kind === 'refused' ? result.message : 'not refused';
}

describe('splitting a subnet', () => {
  it('makes two subnets of it and gives the router a leg in the new one', () => {
    const text = `${top}tenant red {
  network app {
    subnet app-v4 10.0.0.0/24
  }
  router edge { interface app-v4 }
  vm low on hv-1 { port app }
  vm high on hv-1 { port app { ip 10.0.0.200 } }
}
`;
    const after = split(text);
    expect(after).toBe(
      text
        .replace('    subnet app-v4 10.0.0.0/24\n', '    subnet app-v4 10.0.0.0/25\n    subnet app-v4-upper 10.0.0.128/25\n')
        .replace('interface app-v4 }', 'interface app-v4  interface app-v4-upper }'),
    );
    expect(vmAddresses(after)).toEqual(vmAddresses(text));
  });

  it('cuts a pool across the middle around the gateway that the upper half gets', () => {
    const text = `${top}tenant red { network app { subnet app-v4 10.0.0.0/24 { pool 10.0.0.100..10.0.0.200 } }  router edge { interface app-v4 } }\n`;
    expect(split(text)).toContain(
      'subnet app-v4 10.0.0.0/25 { pool 10.0.0.100..10.0.0.126 }  subnet app-v4-upper 10.0.0.128/25 { pool 10.0.0.130..10.0.0.200 }',
    );
  });

  it('leaves gateway, DHCP, pools and routes with the half they lie in', () => {
    const text = `${top}tenant red {
  network app { subnet app-v4 10.0.0.0/24 { gateway 10.0.0.254  dhcp 10.0.0.250  pool 10.0.0.100..10.0.0.140  dns 9.9.9.9  route 10.9.0.0/16 via 10.0.0.200 } }
  router edge { interface app-v4 { mac fa:16:3e:00:00:01 }  route 10.9.0.0/16 via 10.0.0.200 }
  vm low on hv-1 { port app }
  vm high on hv-1 { port app { ip 10.0.0.200 } }
}
`;
    const after = split(text);
    expect(after).toContain('subnet app-v4 10.0.0.0/25 { gateway 10.0.0.1  dhcp 10.0.0.2  pool 10.0.0.100..10.0.0.126  dns 9.9.9.9 }');
    expect(after).toContain(
      'subnet app-v4-upper 10.0.0.128/25 { gateway 10.0.0.254  pool 10.0.0.129..10.0.0.140  dhcp 10.0.0.250  dns 9.9.9.9  route 10.9.0.0/16 via 10.0.0.200 }',
    );
    expect(after).toContain('interface app-v4-upper { mac fa:16:3e:00:00:01 }  interface app-v4');
    expect(vmAddresses(after)).toEqual(vmAddresses(text));
  });

  it('writes down a derived address that lies in the upper half', () => {
    const text = `${top}tenant red {
  network app { subnet app-v4 10.0.0.0/28 }
  vm v-[1..8] on hv-1 { port app }
}
`;
    expect(refusal(text)).toMatch(/broadcast or network address/);
    const free = text
      .replace('10.0.0.0/28', '10.0.0.0/28 { pool 10.0.0.2..10.0.0.5, 10.0.0.10..10.0.0.13 }')
      .replace('v-[1..8]', 'v-[4..6]')
      .replace('}\n}', '}\n  vm a-[1..3] on hv-1 { port app }\n}');
    const after = split(free);
    expect(after).toContain('vm v-[4..6] on hv-1 { port app { ip 10.0.0.[10..12] } }');
    expect(vmAddresses(after)).toEqual(vmAddresses(free));
  });

  it('writes down the lower addresses where the new name sorts first', () => {
    const text = `${top}tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  vm low on hv-1 { port app }
}
`;
    const after = split(text, 'app-high');
    expect(after).toContain('port app { ip 10.0.0.3 }');
    expect(vmAddresses(after)).toEqual(vmAddresses(text));
  });

  it.each([
    ['subnet app-v4 10.0.0.0/30', 'x', /too small/],
    ['subnet app-v4 10.0.0.0/24', 'app v6', /cannot be a name/],
    ['subnet app-v4 10.0.0.0/24', 'app-v4', /already a subnet/],
    ['subnet app-v4 fd00::/64 { ipv6 slaac }', 'x', /64 bits/],
  ])('refuses %s into %s', (subnet, name, why) => {
    expect(refusal(`${top}tenant red { network app { ${subnet} } }`, name)).toMatch(why);
  });
});
