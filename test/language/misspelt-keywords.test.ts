import { describe, expect, test } from 'vitest';
import { BLOCK_HEADERS, createBlockContents, createOstopoCoreServices } from '#language';
import { checkFindings, read, withoutPlaces } from './read.ts';

/** A model with every block there is; what stands in angles may be misspelt. */
const MARKED = `<fabric> f {
  <overlay> vxlan { vni 1..100 }
  <underlay> 10.255.0.0/24 { mtu 1600 }
  l2-population off  <physical> p { vlan 1..100 }
  <ha> on { hosts-per-router 2 }
}
<host> h-[1..2] {
  roles compute, network  tunnel-ip 10.255.0.[1..2]  <bridge> br-p { physical p  interface eth1 }
  <sriov> p { device eth2 }
}
<tenant> t {
  <network> pub { external  <subnet> s-pub 192.0.2.0/24 { gateway 192.0.2.1 } }
  network n { mtu 1450  <subnet> s 10.0.0.0/24 { <dhcp> on { ofport 7 } } }  <router> r { <external> pub { snat on }  <interface> s { ofport 8 } }
  <security-group> g { allow ingress tcp 22 }
  <vm> v <on> h-1 { <port> n { <qos> { dscp 8 }  security g }  port n <as> two { ip 10.0.0.9 } }
  <vm> w-[1..2] <on> h-1, h-2 { port n }  <floating-ip> 192.0.2.50 <to> v.n { fixed 10.0.0.2 }
}
expect v <reaches> w-1
expect "it is closed" internet <never> <reaches> w-2 with tcp 22
`;

const WHOLE = MARKED.replaceAll(/[<>]/g, '');

const WORDS = [...MARKED.matchAll(/<([a-z-]+)>/g)].map(({ 0: marked, 1: keyword = '', index }, i) => {
  const at = index - 2 * i;
  return { keyword, at, line: WHOLE.slice(0, at).split('\n').length, marked };
});

/** Two letters swapped, or the last but one left out. */
function misspellings(keyword: string): readonly string[] {
  const [first = '', second = ''] = keyword;
  const swapped = second + first + keyword.slice(2);
  return keyword.length < 4 ? [swapped] : [swapped, keyword.slice(0, -2) + keyword.slice(-1)];
}

describe('a misspelt keyword', () => {
  test('is known of every block of the grammar', () => {
    const openers = [...createBlockContents(createOstopoCoreServices().Ostopo.Grammar).keys()];
    expect([...new Set(BLOCK_HEADERS.map(([keyword]) => keyword))].sort()).toEqual(openers.sort());
  });

  test.each(WORDS)('is one finding, and what was meant is read: $keyword in line $line', ({ keyword, at }) => {
    const whole = read(WHOLE);
    expect(whole.findings).toEqual([]);
    for (const found of misspellings(keyword)) {
      const text = WHOLE.slice(0, at) + found + WHOLE.slice(at + keyword.length);
      const { findings, topology } = read(text);
      expect(findings.map(({ code, data }) => ({ code, ...data }))).toMatchObject([{ code: 'OST1003', found, nearest: keyword }]);
      expect(withoutPlaces(topology)).toEqual(withoutPlaces(whole.topology));
    }
  });

  test('is told in its block', () => {
    checkFindings(`fabric f
tenant t {
  netwrok n { subnet s 10.0.0.0/24 }
  ^^^^^^^ OST1003 \`netwrok\` means nothing in a tenant; did you mean \`network\`?
  router r { interfce s { ofport 8 } }
             ^^^^^^^^ OST1003 means nothing in a router; did you mean \`interface\`?
}
tenent u { network n }
^^^^^^ OST1003 \`tenent\` means nothing at the top of a file; did you mean \`tenant\`?
`);
  });

  test('of a statement without a block is one finding too', () => {
    checkFindings(`fabric f
host h { rols compute, network  tunel-ip 10.255.0.1 }
         ^^^^ OST1003 did you mean \`roles\`?
                                ^^^^^^^^ OST1003 did you mean \`tunnel-ip\`?
tenant t { network n { subnet s 10.0.0.0/24 { rout 10.9.0.0/16 via 10.0.0.9 } } }
                                              ^^^^ OST1003 did you mean \`route\`?
`);
  });
});

describe('a block that nothing opens', () => {
  test('is passed over whole, and what follows it counts', () => {
    const { topology } = checkFindings(`fabric f
tenant t {
  gadget n { vni 3  subnet s 10.0.0.0/24 { gateway 10.0.0.1 } }
  ^^^^^^ OST1003 \`gadget\` means nothing in a tenant
  network m { vni 4 { network x { } } }
                    ^ OST1001 \`{\` opens no block here
  network k  // { }
}
`);
    expect(topology.networks.map(({ name }) => name)).toEqual(['k', 'm']);
  });

  test('swallows no blocks of the file where it is not closed', () => {
    const { topology } = read('fabric f\ngadget n {\nhost a { roles compute }\ntenant t { network n }\n');
    expect([topology.hosts.length, topology.networks.length]).toEqual([1, 1]);
  });

  test('is no matter of a header that is half written', () => {
    const { topology } = read(`fabric f
host h { roles compute }
tenant t { network n  vm v on { port n }  vm on h { port n }  vm w on h, { port n } }`);
    expect(topology.ports.map(({ id }) => id)).toEqual(['port:t.v.n', 'port:t.w.n']);
  });
});

describe('a block where no such block can stand', () => {
  test('is one finding, which says where it belongs, and all around it is read', () => {
    const { topology } = checkFindings(`fabric f
host h { roles compute, network
  network n { vni 5  subnet s 10.1.0.0/24 { gateway 10.1.0.1 } }
  ^^^^^^^ OST1001 \`network\` cannot stand in the block of a host, and what is in it does not count: move it into a tenant
}
tenant t {
  subnet c 10.0.2.0/24 { dhcp off }
  ^^^^^^ OST1001 \`subnet\` cannot stand in the block of a tenant, and what is in it does not count: move it into a network
  host g { roles compute }
  ^^^^ OST1001 \`host\` cannot stand in the block of a tenant, and what is in it does not count: move it to the top of the file
  network a { subnet b 10.0.1.0/24 }
  vm v on h { port a }
}
router r { interface b }
^^^^^^ OST1001 \`router\` cannot stand at the top of a file, and what is in it does not count: move it into a tenant
`);
    expect([topology.hosts, topology.networks, topology.vms].map((list) => list.map(({ name }) => name))).toEqual([['h'], ['a'], ['v']]);
  });

  test('is read as far as it goes where a `}` is missing: then it may be in its place', () => {
    const { topology } = read('host h { roles compute\ntenant t { network n { subnet s 10.0.0.0/24 {} } }\n');
    expect(topology.networks.map(({ name }) => name)).toEqual(['n']);
  });
});
