import fc from 'fast-check';

/** Names, among them words of the language, which may be names too. */
const NAMES = ['a', 'b-1', 'c_2', '9', 'vm', 'network', 'on', 'none', 'internet', 'port', 'with', 'tcp'] as const;

const name = fc.constantFrom(...NAMES);
const names = (max: number) => fc.uniqueArray(name, { minLength: 1, maxLength: max });
const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const toggle = fc.constantFrom('on', 'off');
const ipv4 = fc.tuple(number(1, 223), number(0, 255), number(0, 255), number(1, 254)).map((parts) => parts.join('.'));
const ipv6 = fc.tuple(fc.integer({ min: 0x2001, max: 0xfdff }), fc.nat(0xffff)).map(([a, b]) => `${a.toString(16)}::${b.toString(16)}`);
const address = fc.oneof(ipv4, ipv6);
const cidr = fc.oneof(fc.tuple(ipv4, number(8, 32)), fc.tuple(ipv6, number(32, 128))).map((parts) => parts.join('/'));
const mac = fc.nat(0xffffff).map(
  (low) =>
    `fa:16:3e:${low
      .toString(16)
      .padStart(6, '0')
      .replace(/..(?=.)/g, '$&:')}`,
);
const uuid = fc.uuid();
const range = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max })).map(([first, last]) => `${String(first)}..${String(last)}`);

type Part = fc.Arbitrary<string>;

/** Not `fc.option`, which gives less and less the deeper it stands. */
const maybe = (part: Part): Part => fc.tuple(part, fc.integer({ min: 0, max: 2 })).map(([text, chance]) => (chance > 0 ? text : ''));

/** Some of the properties, in any order, on one line or on several. */
function body(...parts: readonly Part[]): Part {
  const some = parts.map((part) => maybe(part));
  return fc
    .tuple(fc.tuple(...some), fc.constantFrom('\n', '  '), fc.boolean())
    .map(([written, gap, reversed]) => `{ ${(reversed ? written.toReversed() : written).filter((part) => part !== '').join(gap)} }`);
}

const word = (keyword: string, value: Part): Part => value.map((text) => `${keyword} ${text}`);
const list = (keyword: string, value: Part, maxLength = 3): Part =>
  word(
    keyword,
    fc.array(value, { minLength: 1, maxLength }).map((values) => values.join(', ')),
  );
const pins = [word('mac', mac), word('id', uuid), word('ofport', number(1, 65000))] as const;

const fabric = fc
  .tuple(
    name,
    body(
      fc
        .tuple(fc.constantFrom('vxlan', 'gre', 'geneve'), body(word('vni', range(1000)), word('port', number(1, 65535))))
        .map((parts) => `overlay ${parts.join(' ')}`),
      fc.tuple(cidr, body(word('mtu', number(576, 9000)), word('vlan', number(1, 4094)))).map((parts) => `underlay ${parts.join(' ')}`),
      word('firewall', fc.constantFrom('openvswitch', 'iptables-hybrid', 'none')),
      word('l2-population', toggle),
      word('arp-responder', toggle),
      word('egress-direct', toggle),
      word('bandwidth-meters', toggle),
      word('local-ip-static-nat', toggle),
      word('distributed-dhcp', toggle),
      list(
        'permitted-ethertypes',
        fc.nat(0xfffff).map((type) => `0x${type.toString(16)}`),
      ),
      word('isolated-metadata', toggle),
      word('force-metadata', toggle),
      word('dvr', toggle),
      fc.tuple(toggle, body(word('hosts-per-router', number(1, 9)))).map((parts) => `ha ${parts.join(' ')}`),
      fc.constant('dns-domain cloud.example'),
      word('mtu', number(1280, 9000)),
    ),
    body(word('vlan', range(4094)), word('mtu', number(576, 9000)), fc.constant('flat')),
  )
  .map(([of, properties, physical]) => `fabric ${of} {\n physical p ${physical}\n physical vlan { }\n ${properties.slice(1)}`);

const host = (of: string): Part =>
  body(
    list('roles', fc.constantFrom('compute', 'network', 'control', 'storage')),
    word('tunnel-ip', address),
    body(fc.constantFrom('physical p', 'physical vlan'), fc.constant('interface eth0'), word('ip', cidr)).map(
      (inner) => `bridge br-x ${inner}`,
    ),
    body(list('device', fc.constantFrom('ens1', 'ens2'))).map((inner) => `sriov p ${inner}`),
    word(
      'local-vlan',
      fc.tuple(fc.constantFrom('red.a', 'green.a', 'red.vm'), number(1, 4094)).map((parts) => parts.join(' ')),
    ),
  ).map((properties) => `host ${of} ${properties}`);

const segment = fc.oneof(
  word('vni', number(1, 5000)),
  fc.tuple(word('overlay', fc.constantFrom('gre', 'vxlan', 'geneve')), word('vni', number(1, 99))).map((parts) => parts.join('  ')),
  number(1, 4094).map((vlan) => `physical p  vlan ${vlan}`),
  fc.constantFrom('flat  physical vlan', 'flat', 'local', 'physical p'),
);

const subnet = (of: string): Part =>
  fc
    .tuple(
      cidr,
      body(
        word('gateway', fc.oneof(fc.constant('none'), address)),
        fc.tuple(ipv4, ipv4).map((ends) => `pool ${ends.join('..')}`),
        fc.tuple(fc.oneof(toggle, address), body(...pins)).map((parts) => `dhcp ${parts.join(' ')}`),
        list('dns', address),
        word('ipv6', fc.constantFrom('slaac', 'dhcpv6-stateful', 'dhcpv6-stateless')),
        fc.tuple(cidr, address).map((parts) => `route ${parts.join(' via ')}`),
        word('id', uuid),
      ),
    )
    .map(([prefix, properties]) => `subnet ${of} ${prefix} ${properties}`);

const network = (of: string): Part =>
  body(
    segment,
    fc.constant('external'),
    fc.constantFrom('shared', 'shared with green', 'shared with green, red'),
    word('mtu', number(576, 9000)),
    word('port-security', toggle),
    word('id', uuid),
    subnet(of),
    subnet(`${of}-2`),
  ).map((properties) => `network ${of} ${properties}`);

const router = (of: string): Part =>
  body(
    fc
      .tuple(fc.constantFrom('red.a', 'green.a', 'green.vm'), body(list('ip', address), word('snat', toggle), ...pins))
      .map((parts) => `external ${parts.join(' ')}`),
    fc
      .tuple(fc.constantFrom('red.a', 'a', 'green.vm', 'red.on-2'), body(word('ip', address), ...pins))
      .map((parts) => `interface ${parts.join(' ')}`),
    fc.tuple(cidr, address).map((parts) => `route ${parts.join(' via ')}`),
    word('dvr', toggle),
    word('ha', toggle),
    fc.constantFrom('host a', 'host on'),
    word('id', uuid),
  ).map((properties) => `router ${of} ${properties}`);

const rule = fc
  .tuple(
    fc.constantFrom('ingress', 'egress'),
    fc.oneof(
      fc.constantFrom('', 'any', 'icmp type 8', 'icmpv6', 'icmp type 3 code 4', 'tcp 80, 443, 8000..8100', 'udp 53', 'sctp'),
      word('proto', fc.oneof(number(0, 255), fc.constantFrom('vrrp', 'udplite', 'ipv6-frag'))),
      list('tcp', number(1, 65535)),
    ),
    fc.oneof(fc.constantFrom('', 'any', 'group a', 'group green.a', 'group red.none'), cidr),
    fc.constantFrom('', 'ipv4', 'ipv6'),
  )
  .map(
    ([direction, protocol, remote, ethertype]) =>
      `allow ${direction} ${protocol} ${remote === '' ? '' : `${direction === 'ingress' ? 'from' : 'to'} ${remote}`} ${ethertype}`,
  );

const group = (of: string): Part =>
  body(fc.constant('stateless'), fc.constant('no-default-egress'), word('id', uuid), rule, rule, rule, rule).map(
    (properties) => `security-group ${of} ${properties}`,
  );

const rate = fc.tuple(number(1, 5000), fc.constantFrom('kbit', 'mbit', 'gbit')).map((parts) => parts.join(''));
const packets = fc.tuple(number(1, 5000), fc.constantFrom('pps', 'kpps')).map((parts) => parts.join(''));

const dhcpOption = fc
  .tuple(
    fc.oneof(fc.constantFrom('bootfile-name', 'router', 'mtu', 'client-id', 'no_name'), number(0, 300)),
    fc.constantFrom('pxelinux.0', '10.0.0.9', '7', 'web', '"two words"', '"[2001:db8::1],x-[1..3]"', '"port"', '""', '"a//b{"'),
    fc.constantFrom('', ' ipv6'),
  )
  .map(([option, value, version]) => `dhcp-option ${option} ${value}${version}`);

const port = (as: string): Part =>
  fc
    .tuple(
      fc.constantFrom('a', 'red.a', 'green.a'),
      body(
        list('ip', address),
        ...pins,
        fc.constantFrom('security none', 'security a', 'security a, red.a', 'security red.none, vm'),
        word('port-security', toggle),
        word('admin-state', fc.constantFrom('up', 'down')),
        word('binding', fc.constantFrom('normal', 'direct', 'macvtap')),
        list('local-ip', address),
        body(
          word('limit ingress', rate),
          fc.tuple(rate, rate).map((parts) => `limit egress ${parts.join(' burst ')}`),
          word('guarantee ingress', rate),
          word('guarantee egress', rate),
          word('limit ingress', packets),
          fc.tuple(packets, packets).map((parts) => `limit egress ${parts.join(' burst ')}`),
          word('dscp', number(0, 63)),
        ).map((inner) => `qos ${inner}`),
        dhcpOption,
        dhcpOption,
      ),
      fc.array(fc.tuple(cidr, fc.option(mac, { nil: undefined })), { maxLength: 2 }),
    )
    .map(([of, properties, pairs]) => {
      const allowed = pairs.map(([prefix, own]) => `allowed-address ${prefix}${own === undefined ? '' : ` mac ${own}`}`);
      return `port ${of}${as === '' ? '' : ` as ${as}`} ${properties.slice(0, -1)} ${allowed.join(' ')} }`;
    });

const vm = (of: string): Part =>
  fc
    .tuple(
      fc.constantFrom('', ' on a', ' on on', ' on network'),
      body(
        port(''),
        port('second'),
        port('vm'),
        list('listens', fc.oneof(number(1, 65535), word('tcp', number(1, 9)), word('udp', number(1, 9)))),
      ),
    )
    .map(([on, properties]) => `vm ${of}${on} ${properties}`);

const packet = fc.constantFrom(
  '',
  ' with icmp',
  ' with tcp 443',
  ' with udp 53 from 40000',
  ' with arp',
  ' with df size 1400',
  ' with ttl 1 tcp 22',
  ' with dhcp',
);

const endpoint = fc.oneof(
  fc.constantFrom('internet', 'red.*', 'green.*', 'red.a', 'green.vm', 'a', 'red.vm.second', 'a.second', 'green.on.vm'),
  address,
);

/** An expectation; `twice` gives it again, as equal ones are numbered. */
const expectation = fc
  .tuple(
    fc.constantFrom('', ' "they talk"'),
    endpoint,
    fc.constantFrom('reaches', 'never reaches'),
    endpoint,
    packet,
    fc.constantFrom('', ' via a', ' via red.a'),
    fc.nat(3),
  )
  .map(([label, from, verb, to, what, via, more]) =>
    `expect${label} ${from} ${verb} ${to}${what}${via}\n`.repeat(more === 3 ? 12 : more + 1),
  );

const floatingIp = fc
  .tuple(
    ipv4,
    fc.constantFrom('a.second', 'red.vm.second', 'green.a.vm', 'vm'),
    body(fc.constantFrom('from green.a', 'from red.vm'), word('fixed', ipv4), word('id', uuid)),
  )
  .map(([of, to, properties]) => `floating-ip ${of} to ${to} ${properties}`);

/** Blocks of a few names; `always` is one of them. */
const some = (of: (name: string) => Part, ...always: readonly (typeof NAMES)[number][]): Part =>
  names(4).chain((chosen) => fc.tuple(...[...new Set([...always, ...chosen])].map(of)).map((parts) => parts.join('\n')));

const tenant = (of: string): Part =>
  fc
    .tuple(
      maybe(word('id', uuid)),
      some(network, 'a'),
      some(router),
      some(group),
      some(vm),
      fc.array(floatingIp, { maxLength: 2 }),
      fc.array(expectation, { maxLength: 3 }),
    )
    .map(
      ([id, networks, routers, groups, vms, floatingIps, expectations]) =>
        `tenant ${of} {\n${[id, networks, routers, groups, vms, ...floatingIps, ...expectations].join('\n')}\n}`,
    );

/** A text that uses all of the language, in any mixture; most references may lead nowhere, the values may make no sense. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .tuple(maybe(fabric), some(host), tenant('red'), tenant('green'), fc.array(expectation, { maxLength: 3 }))
  .map(([of, hosts, red, green, expectations]) => [of, hosts, red, green, ...expectations].join('\n\n'));
