import { type RefusedModels, subnet, tenant } from './refused-models.ts';

/** Subnets. */
export const SUBNETS: RefusedModels = {
  'a CIDR that overlaps another subnet of the network': {
    OST2002: [
      tenant('network n { subnet a 10.0.0.0/24  subnet b <<10.0.0.128/25|10.0.1.0/25>> }'),
      tenant('network n { subnet a fd00:1::/64  subnet b <<fd00:1::/72|fd00:2::/72>> }'),
      tenant('network n { subnet a 10.0.0.0/24 <<|} network m {>> subnet b 10.0.0.0/24 }'),
    ],
  },
  'prefix length 0': { OST2017: [subnet('<<0.0.0.0/0|10.0.0.0/8>>'), subnet('<<::/0|fd00::/8>>')] },
  'a CIDR without `/`, or malformed': {
    OST1002: [
      subnet('10.0.0.0<<|/24>>'),
      subnet('10.0.0.0/<<33|30>>'),
      subnet('10.0.0.<<256|0>>/24'),
      subnet('fd00:1::/<<129|64>>'),
      subnet('fd00:<<g|1>>::/64'),
    ],
  },
  'host bits: no, they are cut': { OST2001: [subnet('10.0.0.<<5|0>>/24'), subnet('fd00:1::<<5|>>/64')] },
  'the network address `::`': { OST2018: [subnet('<<::|fd00::>>/64'), subnet('<<::|fd00::>>/64 { dhcp off }')] },
  'with DHCP: multicast, loopback, 0.0.0.0': {
    OST2018: [
      subnet('<<224|10>>.0.0.0/24'),
      subnet('<<127|10>>.0.0.0/24'),
      subnet('<<0|10>>.0.0.0/24'),
      subnet('<<ff05|fd05>>::/64'),
      subnet('<<240|10>>.0.0.0/24 { dhcp off }'),
      subnet('<<224|10>>.0.0.0/24 { dhcp off }'),
    ],
  },
  'with DHCP: longer than /30 or /126': {
    OST2016: [
      subnet('10.0.0.0/<<31|30>>'),
      subnet('10.0.0.0/31 { <<|dhcp off>> }'),
      subnet('fd00:1::/<<127|126>> { ipv6 dhcpv6-stateful }'),
      subnet('fd00:1::/127 { <<|dhcp off>> }'),
    ],
  },
  'a gateway that is the network or broadcast address': {
    OST2006: [subnet('10.0.0.0/24 { gateway 10.0.0.<<0|1>> }'), subnet('10.0.0.0/24 { gateway 10.0.0.<<255|254>> }')],
  },
  'a gateway outside the subnet: allowed': {
    OST2005: [subnet('10.0.0.0/24 { gateway 10.0.<<1|0>>.1 }'), subnet('fd00:1::/64 { gateway fd00:<<2|1>>::1 }')],
  },
  'a gateway inside a pool (GatewayConflictWithAllocationPools)': {
    OST2007: [
      subnet('10.0.0.0/24 { gateway 10.0.0.<<20|19>>  pool 10.0.0.20..10.0.0.30 }'),
      subnet('fd00:1::/64 { gateway fd00:1::<<30|31>>  pool fd00:1::20..fd00:1::30 }'),
      subnet('10.0.0.0/24 { pool 10.0.0.<<1|2>>..10.0.0.30 }'),
    ],
  },
  'a pool that ends before it starts, or is malformed (InvalidAllocationPool)': {
    OST2009: [
      subnet('10.0.0.0/24 { pool <<10.0.0.30..10.0.0.20|10.0.0.20..10.0.0.30>>  pool 10.0.0.40..10.0.0.50 }'),
      subnet('fd00:1::/64 { pool <<fd00:1::30..fd00:1::20|fd00:1::20..fd00:1::30>>  pool fd00:1::40..fd00:1::50 }'),
    ],
    OST1002: [subnet('10.0.0.0/24 { pool 10.0.0.20..10.0.0.<<300|30>> }')],
  },
  'a pool outside the CIDR, or on its network or broadcast address (OutOfBoundsAllocationPool)': {
    OST2008: [
      subnet('10.0.0.0/24 { pool 10.0.<<1|0>>.20..10.0.<<1|0>>.30  pool 10.0.0.40..10.0.0.50 }'),
      subnet('10.0.0.0/24 { gateway none  pool 10.0.0.<<0|1>>..10.0.0.30 }'),
      subnet('10.0.0.0/24 { pool 10.0.0.20..10.0.0.<<255|254>> }'),
      subnet('10.0.0.0/30 { pool 10.0.0.2..10.0.0.<<3|2>> }'),
      subnet('fd00:1::/64 { gateway none  pool fd00:1::<<|1>>..fd00:1::30 }'),
      subnet('fd00:1::/64 { pool fd00:1::20..fd00:<<2|1>>::30 }'),
    ],
  },
  'pools that overlap (OverlappingAllocationPools)': {
    OST2010: [
      subnet('10.0.0.0/24 { pool 10.0.0.20..10.0.0.30  pool 10.0.0.<<30|31>>..10.0.0.40 }'),
      subnet('fd00:1::/64 { pool fd00:1::20..fd00:1::30  pool fd00:1::<<30|31>>..fd00:1::40 }'),
    ],
  },
  'more than 5 name servers (DNSNameServersExhausted) or 20 host routes (HostRoutesExhausted)': {
    OST2025: [
      subnet('10.0.0.0/24 { dns 10.1.0.1, 10.1.0.2, 10.1.0.3, 10.1.0.4, 10.1.0.5<<, 10.1.0.6|>> }'),
      subnet(`10.0.0.0/24 { ${hostRoutes(20)} <<route 10.9.0.0/24 via 10.0.0.9|>> }`),
    ],
  },
  'IPv4 and IPv6 mixed in gateway, pools, name servers or routes': {
    OST2026: [
      subnet('10.0.0.0/24 { dns <<fd00:1::5|10.0.0.5>> }'),
      subnet('fd00:1::/64 { dns <<10.0.0.5|fd00:1::5>> }'),
      subnet('10.0.0.0/24 { route <<fd00:2::/64|10.9.0.0/24>> via 10.0.0.9 }'),
      subnet('10.0.0.0/24 { route 10.9.0.0/24 via <<fd00:1::9|10.0.0.9>> }'),
    ],
    OST2005: [subnet('10.0.0.0/24 { gateway <<fd00:1::1|10.0.0.1>> }'), subnet('fd00:1::/64 { gateway <<10.0.0.1|fd00:1::1>> }')],
    OST2008: [
      subnet('10.0.0.0/24 { pool <<fd00:1::20..fd00:1::30|10.0.0.20..10.0.0.30>>  pool 10.0.0.40..10.0.0.50 }'),
      subnet('fd00:1::/64 { pool <<10.0.0.20..10.0.0.30|fd00:1::20..fd00:1::30>>  pool fd00:1::40..fd00:1::50 }'),
    ],
  },
  'an IPv6 mode with IPv4, or with DHCP off': {
    OST2027: [subnet('10.0.0.0/24 { <<ipv6 slaac|>> }'), subnet('fd00:1::/64 { ipv6 dhcpv6-stateful  dhcp <<off|on>> }')],
  },
  'slaac or dhcpv6-stateless with a prefix other than /64': {
    OST2028: [subnet('fd00:1::/<<72|64>> { ipv6 slaac }'), subnet('fd00:1::/<<56|64>> { ipv6 dhcpv6-stateless }')],
  },
};

function hostRoutes(count: number): string {
  return Array.from({ length: count }, (_, i) => `route 10.8.${String(i)}.0/24 via 10.0.0.9`).join('  ');
}
