import { describe, expect, test } from 'vitest';
import { printAddress, printMac } from '#core/net';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';

const reader = createOstopoReader();

/** What docs/language.md says moves a derived value, and what does not. */
function derived(tenant: string, rest = '') {
  const text = `fabric lab { underlay 10.255.0.0/24 }
host net-[1..2] { roles network  tunnel-ip 10.255.0.[1..2] }
host hv-[1..2] { roles compute  tunnel-ip 10.255.0.[11..12] }
tenant demo {
  network lan { subnet lan-v4 10.0.1.0/24 }
  network web { subnet web-v4 10.0.2.0/24 }
  router edge { interface lan-v4  interface web-v4 }
  vm m on hv-1 { port lan }
  vm n on hv-1 { port web }
  ${tenant}
}
${rest}`;
  const { deployment } = analyse(reader.read(text).topology);
  const port = (id: string) => deployment.ports.find((candidate) => candidate.id === id);
  return {
    identity: ['port:demo.m.lan', 'port:demo.n.web', 'interface:demo.edge.lan-v4', 'dhcp:demo.web-v4'].map((id) => [
      port(id)?.uuid,
      port(id)?.mac,
      port(id)?.hosts,
    ]),
    address: (id: string) => port(id)?.addresses.map(({ address }) => printAddress(address)),
    vni: (name: string) => {
      const segment = deployment.networks.find((network) => network.name === name)?.segment;
      return segment?.kind === 'overlay' ? segment.vni : undefined;
    },
    mac: (id: string) => printMac(port(id)?.mac ?? 0n),
    localVlans: (host: string) => deployment.hosts.find(({ name }) => name === host)?.localVlans.map(({ vlan }) => vlan),
  };
}

const before = derived('');

describe('a derived value moves only for what it comes from', () => {
  test('UUIDs, MACs and the hosts of services stay whatever is added beside them', () => {
    const after = derived(
      'network aaa { subnet aaa-v4 10.0.3.0/24 }  router aaa { interface aaa-v4 }  vm a on hv-1 { port lan }',
      'tenant another { network n }',
    );
    expect(after.identity).toEqual(before.identity);
  });

  test('an address stays unless a port of its subnet comes before it by name', () => {
    expect(before.address('port:demo.m.lan')).toEqual(['10.0.1.3']);
    expect(derived('vm z on hv-1 { port lan }').address('port:demo.m.lan')).toEqual(['10.0.1.3']);
    expect(derived('vm a on hv-1 { port web }').address('port:demo.m.lan')).toEqual(['10.0.1.3']);
    expect(derived('vm a on hv-1 { port lan { ip 10.0.1.9 } }').address('port:demo.m.lan')).toEqual(['10.0.1.3']);
    expect(derived('vm a on hv-1 { port lan }').address('port:demo.m.lan')).toEqual(['10.0.1.4']);
  });

  test('a VNI stays unless a network comes before it by name', () => {
    expect([before.vni('lan'), before.vni('web')]).toEqual([1, 2]);
    expect(derived('network zzz').vni('web')).toBe(2);
    expect(derived('network aaa { vni 9 }').vni('web')).toBe(2);
    expect(derived('network aaa').vni('web')).toBe(3);
  });

  test('a pin wins, and what had its value moves aside', () => {
    expect(derived('vm z on hv-1 { port lan { ip 10.0.1.3 } }').address('port:demo.m.lan')).toEqual(['10.0.1.4']);
    expect(derived('network zzz { vni 1 }').vni('lan')).toBe(2);
    const taken = before.mac('port:demo.m.lan');
    const pinned = derived(`vm z on hv-1 { port lan { mac ${taken} } }`);
    expect(pinned.mac('port:demo.z.lan')).toBe(taken);
    expect(pinned.mac('port:demo.m.lan')).not.toBe(taken);
  });

  test('local VLANs stay when something happens on another host', () => {
    expect(derived('network aaa  vm a on hv-2 { port aaa }').localVlans('hv-1')).toEqual(before.localVlans('hv-1'));
  });
});
