import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementId } from '#core/base';
import { printPlan, renumberSubnet } from '#language';
import { analysed, errorsOf, given, textAfter } from './refactor.ts';

const cloud = `fabric f { overlay vxlan { vni 1..100 }  underlay 192.168.0.0/24 { mtu 1550 } }
host net-a { roles network  tunnel-ip 192.168.0.1 }
host hv-1 { roles compute  tunnel-ip 192.168.0.11 }
tenant red {
  network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.1.254  dhcp 10.0.1.1  pool 10.0.1.10..10.0.1.99  dns 10.0.1.53, 9.9.9.9  route 10.9.0.0/16 via 10.0.1.20 } }
  network db { subnet db-v4 10.0.2.0/24 { dns 10.0.1.53 } }
  router edge { interface app-v4  interface db-v4 { ip 10.0.2.1 }  route 10.9.0.0/16 via 10.0.1.20 }
  security-group web { allow ingress tcp 80 from 10.0.1.0/24  allow ingress icmp from 10.0.1.20/32  allow ingress udp 53 from 10.0.0.0/8 }
  vm web-[1..2] on hv-1 { port app { ip 10.0.1.[11..12]  security web } }
  vm nat on hv-1 { port app { ip 10.0.1.20  allowed-address 10.9.0.0/16, 10.0.1.21/32 } }
  expect nat never reaches 10.0.1.77
}
tenant green {
  network app { subnet app-v4 10.0.1.0/24 }
  security-group web { allow ingress tcp 80 from 10.0.1.0/24 }
  vm box on hv-1 { port app { ip 10.0.1.11  security web } }
}
`;
const redApp = elementId('subnet', 'red', 'app-v4');

function renumbered(text: string, cidr: string): string {
  const input = given(text);
  return textAfter(input, renumberSubnet(input, redApp, cidr));
}

function refusal(text: string, cidr: string): string {
  const result = renumberSubnet(given(text), redApp, cidr);
  return result.kind === 'refused' ? result.message : 'not refused';
}

describe('renumbering a subnet', () => {
  it('moves every address of it and leaves those of others, the same ones of another tenant among them', () => {
    const [red = '', green = ''] = cloud.split('tenant green');
    const expected = `${red.replaceAll('10.0.1.', '10.0.7.')}tenant green${green}`;
    expect(renumbered(cloud, '10.0.7.0/24')).toBe(expected);
  });

  it('changes nothing of the plan but those addresses', () => {
    const masked = (text: string) =>
      printPlan(analysed(text).deployment)
        .replaceAll(/0xa000[17][0-9a-f]{2}/g, 'address')
        .replaceAll('10.0.7.', '10.0.1.');
    expect(masked(renumbered(cloud, '10.0.7.0/24'))).toBe(masked(cloud));
    expect(errorsOf(renumbered(cloud, '10.0.7.0/24'))).toEqual(errorsOf(cloud));
  });

  it('comes back to the same text', () => {
    expect(renumbered(renumbered(cloud, '10.0.7.0/24'), '10.0.1.0/24')).toBe(cloud);
  });

  it('keeps host parts in a larger range', () => {
    expect(renumbered(cloud, '10.4.0.0/22')).toContain('subnet app-v4 10.4.0.0/22 { gateway 10.4.0.254');
  });

  it('refuses a smaller range that an address has no place in', () => {
    expect(refusal(cloud, '10.0.7.0/25')).toMatch(/10\.0\.1\.254.*smaller/);
  });

  it.each([
    ['10.0.7.5/24', /10\.0\.7\.0\/24 is meant/],
    ['fd00::/64', /IPv4/],
    ['somewhere', /no range of addresses/],
    ['10.0.2.0/24', /would make an error/],
    ['10.0.1.0/24', /nothing to change/],
  ])('refuses %s', (cidr, why) => expect(refusal(cloud, cidr)).toMatch(why));

  it('refuses a block that stands for several subnets', () => {
    const text = 'tenant red { network n-[1..2] { subnet s-[1..2] 10.0.[1..2].0/24 } }';
    const result = renumberSubnet(given(text), elementId('subnet', 'red', 's-1'), '10.0.7.0/24');
    expect(result).toMatchObject({ kind: 'refused', message: expect.stringMatching(/stands for 2 subnets/) as unknown });
  });

  it("moves a subnet of the article's lab", () => {
    const lab = readFileSync('examples/article-lab.ostopo', 'utf8');
    const input = given(lab);
    const after = textAfter(input, renumberSubnet(input, elementId('subnet', 'demo', 'subnet-1'), '172.20.5.0/24'));
    expect(after).toBe(lab.replaceAll('10.0.1.', '172.20.5.'));
  });

  it('moves an external subnet with its floating addresses and gateways', () => {
    const text = `fabric f { physical p { vlan 1..9 } }
host net-a { roles network  bridge br-ex { physical p  interface eth0 } }
host hv { roles compute }
tenant red {
  network out { external  vlan 5  physical p  subnet out-v4 203.0.113.0/24 }
  network in { subnet in-v4 10.0.0.0/24 }
  router r { external out { ip 203.0.113.9 }  interface in-v4 }
  vm web on hv { port in { ip 10.0.0.5 } }
  floating-ip 203.0.113.50 to web { fixed 10.0.0.5 }
}
`;
    const input = given(text);
    const outer = textAfter(input, renumberSubnet(input, elementId('subnet', 'red', 'out-v4'), '198.51.100.0/24'));
    expect(outer).toBe(text.replaceAll('203.0.113.', '198.51.100.'));
    const inner = textAfter(input, renumberSubnet(input, elementId('subnet', 'red', 'in-v4'), '10.5.0.0/24'));
    expect(inner).toBe(text.replaceAll('10.0.0.', '10.5.0.'));
  });
});
