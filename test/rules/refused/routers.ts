import { type RefusedModels, outside, tenant } from './refused-models.ts';

/** Routers and their routes. */
export const ROUTERS: RefusedModels = {
  'an interface that overlaps another of the router': {
    OST2003: [
      tenant('network m { subnet s 10.0.0.0/24 }  network n { subnet u 10.0.<<0|1>>.128/25 }  router r { interface s  interface u }'),
      tenant('network m { subnet s fd00:1::/64 }  network n { subnet u fd00:<<1|2>>::/80 }  router r { interface s  interface u }'),
      tenant(
        'network m { subnet s 10.0.0.0/24 }  network n { subnet u 10.0.0.0/24 }  router r { interface s <<|} router q {>> interface u }',
      ),
    ],
  },
  'an interface that overlaps any subnet of the external network, or a gateway the other way round': {
    OST2023: [
      outside('network n { subnet s <<203.0.113|10.0.1>>.128/25 }', { edge: 'interface s' }),
      outside('', { external: 'subnet second 10.0.<<0|1>>.0/25 { dhcp off }' }),
    ],
  },
  'external networks that overlap: no': {
    OST2022: [
      outside('network other { external  physical <<p|q>>  vlan 101  subnet other-v4 203.0.113.128/25 { dhcp off } }'),
      outside('network other { external  physical p  vlan 101  subnet other-v4 203.0.<<113|114>>.128/25 { dhcp off } }'),
    ],
  },
  'the same subnet twice on a router': {
    OST1005: [tenant('network n { subnet s 10.0.0.0/24 }  router r { interface s  <<interface s|>> }')],
  },
  'an interface on a subnet without gateway, without an address of its own': {
    OST4005: [
      tenant('network n { subnet s 10.0.0.0/24 { gateway none } }  router r { interface s { <<|ip 10.0.0.1>> } }'),
      tenant('network n { subnet s 10.0.0.0/24 { <<gateway none|>> } }  router r { interface s }'),
    ],
  },
  'an interface whose address is taken (IpAddressInUse)': {
    OST2013: [
      tenant('network n { subnet s 10.0.0.0/24 }  router q { interface s }  router r { interface s { <<|ip 10.0.0.9>> } }'),
      tenant('network n { subnet s 10.0.0.0/24 { dhcp 10.0.0.9 } }  router r { interface s { ip 10.0.0.<<9|8>> } }'),
    ],
  },
  'a gateway on a network that is not external': {
    OST4019: [tenant('network n { <<|external>>  physical p  vlan 7  subnet s 203.0.113.0/24 { dhcp off } }  router r { external n }')],
  },
  'an external network without subnet: no, the gateway gets no address': {
    OST4027: [tenant('network n { external  physical p  vlan 7  <<|subnet s 203.0.113.0/24 { dhcp off }>> }  router r { external n }')],
  },
  "an external address that is the subnet's gateway": {
    OST2024: [
      outside('', { gateway: 'ip 203.0.113.<<1|2>>' }),
      outside('vm v on all { port app }  floating-ip 203.0.113.<<1|2>> to v', { gateway: 'ip 203.0.113.9' }),
    ],
  },
  'an external address outside the subnets, taken, or network or broadcast address': {
    OST2011: [outside('', { gateway: 'ip 203.0.<<114|113>>.9' })],
    OST2013: [outside('router other { external public { ip 203.0.113.<<9|8>> } }', { gateway: 'ip 203.0.113.9' })],
    OST2012: [outside('', { gateway: 'ip 203.0.113.<<0|9>>' }), outside('', { gateway: 'ip 203.0.113.<<255|254>>' })],
  },
  'no address left for the gateway of a router (ExternalIpAddressExhausted)': {
    OST2015: [
      tenant(
        'network n { external  physical p  vlan 7  subnet s 203.0.113.0/24 { dhcp off  pool 203.0.113.9..203.0.113.<<9|10>> } }  router q { external n }  router r { external n }',
      ),
    ],
  },
  "a route's next hop on no subnet of the router (InvalidRoutes)": {
    OST2019: [
      outside('', { edge: 'route 10.9.0.0/16 via 10.0.<<1|0>>.9' }),
      outside('', { edge: 'route 10.9.0.0/16 via 203.0.<<114|113>>.9' }),
    ],
  },
  "a route's next hop that is the router itself": {
    OST2020: [
      outside('', { edge: 'route 10.9.0.0/16 via 10.0.0.<<1|9>>' }),
      outside('', { gateway: 'ip 203.0.113.9', edge: 'route 10.9.0.0/16 via 203.0.113.<<9|8>>' }),
    ],
  },
  "a route's next hop that is the network or broadcast address: no": {
    OST2051: [
      outside('', { edge: 'route 10.9.0.0/16 via 10.0.0.<<0|9>>' }),
      outside('', { edge: 'route 10.9.0.0/16 via 203.0.113.<<255|254>>' }),
      tenant('network n { subnet s 10.0.0.0/24 { route 10.9.0.0/16 via 10.0.0.<<255|254>> } }'),
    ],
  },
  'a destination with host bits': {
    OST2001: [
      outside('', { edge: 'route 10.9.0.<<1|0>>/24 via 10.0.0.9' }),
      tenant('network n { subnet s 10.0.0.0/24 { route 10.9.0.<<1|0>>/24 via 10.0.0.9 } }'),
    ],
  },
  'two equal routes': {
    OST2035: [
      outside('', { edge: 'route 10.9.0.0/24 via 10.0.0.9  <<route 10.9.0.0/24 via 10.0.0.9|>>' }),
      outside('', { edge: 'route 10.9.0.0/24 via 10.0.0.9  route 10.9.<<0|1>>.0/24 via 10.0.0.8' }),
      tenant('network n { subnet s 10.0.0.0/24 { route 10.9.0.0/24 via 10.0.0.9  route 10.9.<<0|1>>.0/24 via 10.0.0.9 } }'),
    ],
  },
  'more routes than `quota_router_route`': {
    OST2025: [outside('', { edge: `${routes(30)} <<route 10.9.0.0/24 via 10.0.0.9|>>` })],
  },
  'routes in a circle: no': {
    OST2036: [
      tenant(`network n { subnet s 10.0.0.0/24 { gateway none } }
  router q { interface s { ip 10.0.0.2 }  route 10.9.0.0/16 via 10.0.0.3 }
  router r { interface s { ip 10.0.0.3 }  route 10.9.0.0/16 via 10.0.0.<<2|4>> }`),
    ],
  },
  'distributed routers with tunnels and without l2-population (the agent)': {
    OST4026: [
      tenant('network n { subnet s 10.0.0.0/24 }  router r { dvr on  interface s }', { fabric: 'l2-population <<off|on>>' }),
      tenant('network n { subnet s 10.0.0.0/24 }  router r { interface s }', { fabric: 'dvr <<on|off>>' }),
      tenant('network n { <<|physical p  vlan 7>>  subnet s 10.0.0.0/24 }  router r { interface s }', { fabric: 'dvr on' }),
    ],
  },
  'a router no L3 agent can host': {
    OST4002: ['host all { roles compute<<|, network>> }  tenant t { router r }'],
    OST4003: [
      `fabric f { underlay 10.255.0.0/24 }
host net { roles network  tunnel-ip 10.255.0.1 }
host hv { roles compute  tunnel-ip 10.255.0.2 }
tenant t { router r { host <<hv|net>> } }`,
    ],
  },
  "a tenant's 255th highly available router (NoVRIDAvailable)": {
    OST4037: [
      `fabric f { ha on  underlay 10.255.0.0/24 }
host net-[1..2] { roles network  tunnel-ip 10.255.0.[1..2] }
tenant t { router r-[1..<<255|254>>] }
tenant u { router r }`,
    ],
  },
  'fewer agents than a highly available router wants: no': {
    OST4025: [
      tenant('router r { ha <<on|off>> }'),
      `fabric f { ha on { hosts-per-router <<3|2>> }  underlay 10.255.0.0/24 }
host net-[1..2] { roles network  tunnel-ip 10.255.0.[1..2] }
tenant t { router r }`,
    ],
  },
};

function routes(count: number): string {
  return Array.from({ length: count }, (_, i) => `route 10.8.${String(i)}.0/24 via 10.0.0.9`).join('  ');
}
