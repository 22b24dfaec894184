import { describe, test } from 'vitest';
import { read, readSound, withoutPlaces } from './read.ts';

describe('names', () => {
  test('takes a keyword as a name where that is not ambiguous', ({ expect }) => {
    const { topology } = readSound(`fabric fabric { physical vlan  physical none }
host network { roles compute, network, control  bridge bridge { physical vlan  interface host } }
host host { roles network }
tenant external {
  network flat  network router { subnet pool 10.0.0.0/24  subnet ip 10.0.1.0/24 { gateway 10.0.1.9 } }
  security-group none-at-all  security-group tcp { allow ingress icmp from group tcp }
  router vm { host host  interface pool  interface ip }
  vm vm on network { port router { security tcp }  port flat as port }
  vm on on host { port flat }
  expect vm reaches on with icmp via host
}
expect external.vm.port never reaches on with dhcp`);
    expect(topology.hosts.map((host) => [host.name, host.roles])).toEqual([
      ['host', ['network']],
      ['network', ['compute', 'network', 'control']],
    ]);
    expect(topology.subnets.map((subnet) => subnet.name)).toEqual(['ip', 'pool']);
    expect(topology.vms.map((vm) => [vm.name, vm.host])).toEqual([
      ['on', 'host:host'],
      ['vm', 'host:network'],
    ]);
    expect(topology.ports.map((port) => port.id)).toEqual(['port:external.on.flat', 'port:external.vm.port', 'port:external.vm.router']);
    expect(topology.routers[0]?.interfaces.map((i) => i.name)).toEqual(['ip', 'pool']);
    expect(topology.expectations).toHaveLength(2);
  });

  test("does not take the next line's keyword for a missing name", ({ expect }) => {
    const { topology } = read('fabric f\ntenant t {\n  network\n  router r\n  vm v on\n  vm w on h\n}\nhost h { roles compute }');
    expect(topology.routers.map((router) => router.name)).toEqual(['r']);
    expect(topology.vms.map((vm) => [vm.name, vm.host])).toEqual([
      ['v', undefined],
      ['w', 'host:h'],
    ]);
  });

  test('resolves in the own tenant first, then outward, and as qualified', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant provider { network public { shared  subnet public-v4 192.0.2.0/24 }  network app { external } }
tenant red { network app { subnet s 10.0.0.0/24 }
  router r { interface public-v4  interface s }
  vm v on h { port app  port public  port provider.app as other } }`);
    expect(topology.ports.map((port) => [port.name, port.network])).toEqual([
      ['app', 'network:red.app'],
      ['other', 'network:provider.app'],
      ['public', 'network:provider.public'],
    ]);
    expect(topology.routers[0]?.interfaces.map((i) => i.id)).toEqual(['interface:red.r.provider.public-v4', 'interface:red.r.s']);
  });

  test('reads as little or as much white space, comments, CRLF and a byte order mark as there is', ({ expect }) => {
    const tight = readSound(
      'fabric f{overlay vxlan{vni 1..9}}host h{roles compute}tenant t{network n{subnet s 10.0.0.0/24{pool 10.0.0.5..10.0.0.9}}vm v on h{port n}}',
    );
    const wide = readSound(
      '\uFEFF// first\r\nfabric f {\r\n  overlay vxlan { vni 1 .. 9 } /* in\r\nbetween */\r\n}\r\nhost h\r\n{ roles\r\n compute }\r\ntenant t { network n { subnet s 10.0.0.0/24 // here\r\n { pool 10.0.0.5 .. 10.0.0.9 } }\r\n vm v on h { port n } }\r\n',
    );
    expect(withoutPlaces(wide.topology)).toEqual(withoutPlaces(tight.topology));
  });
});
