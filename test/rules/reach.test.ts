import { describe, test } from 'vitest';
import { check } from './check.ts';

describe('hosts carry what stands on them', () => {
  test('one finding for the ports of a network on a host, and none where no host carries it', () => {
    check(`fabric lab { firewall none  physical dc  physical far }
host a { roles compute  bridge br-ex { physical dc } }
host b { roles compute }
tenant demo {
  network lan { physical dc  vlan 10  subnet lan-v4 10.0.1.0/24 { dhcp off } }
  network wan { physical far  vlan 10 }
                         ^^^ OST3018
  vm one on a { port lan }
  vm two on b { port lan  port wan }
  vm tri on b { port lan }
                     ^^^ OST4015 port \`demo.tri.lan\` and 1 more
}`);
  });

  test('a router on its own host, or on any network host', () => {
    check(`fabric lab { firewall none  physical dc }
host a { roles network  bridge br-ex { physical dc } }
host b { roles network }
tenant demo {
  network lan { physical dc  vlan 10  subnet lan-v4 10.0.1.0/24 }
  network out { physical dc  vlan 11  external  subnet out-v4 203.0.113.0/24 { dhcp off } }
  router free { interface lan-v4 }
  router held { interface lan-v4 { ip 10.0.1.5 }  external out  host b }
                          ^^^^^^ OST4016 host \`b\` has no bridge to \`dc\`
                                                           ^^^ OST4016 the gateway of router
}`);
  });

  test('SR-IOV ports need a card, not a bridge', () => {
    check(`fabric lab { firewall none  physical dc  physical fast }
host a { roles compute  bridge br-ex { physical dc }  bridge br-fast { physical fast }  sriov fast { device ens1 } }
host b { roles storage  sriov dc }
                              ^^ OST4018
tenant demo {
  network lan { physical dc  vlan 10 }
  network hot { physical fast  vlan 10 }
  network app
  vm one on a { port hot { binding direct }  port lan { binding macvtap }  port app { binding direct } }
                                                                ^^^^^^^ OST4017 no SR-IOV card on \`dc\`
                                                                                              ^^^^^^ OST4017 no VLAN or flat network
}`);
  });
});

describe('routers of many hosts', () => {
  test('want hosts for a standby, and l2-population under tunnels', () => {
    check(`fabric lab { firewall none  ha on { hosts-per-router 3 }  underlay 10.255.0.0/24 }
                                                     ^ OST4025 is more than the 2 network hosts
host n-[1..2] { roles network  tunnel-ip 10.255.0.[1..2] }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router one { interface app-v4  dvr on }
                                     ^^ OST4026 l2-population
}`);
  });

  test('say it where the router says it', () => {
    check(`fabric lab { firewall none }
host n { roles network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router one { interface app-v4  ha on }
                                    ^^ OST4025 one network host only
  router two { interface app-v4 { ip 10.0.1.9 }  ha off }
}`);
  });

  test('have VRIDs for 254 of a tenant’s, distributed ones among them, and a tenant’s own', () => {
    check(`fabric lab { firewall none  l2-population on  underlay 10.255.0.0/24 }
host n-[1..2] { roles network  tunnel-ip 10.255.0.[1..2] }
tenant demo {
  router a-[1..200] { ha on }
  router b-[1..53] { ha on  dvr on }
  router c {}
  router d { ha on }
  router e { ha on }
         ^ OST4037 has 255 highly available routers
}
tenant other { router r-[1..254] { ha on } }`);
  });
});

describe('tenants are apart', () => {
  test('unless a network is shared with the one that uses it', () => {
    check(`fabric lab { firewall none }
host all { roles compute, network }
tenant a {
  network own { subnet own-v4 10.0.1.0/24 }
  network all { shared }
  network some { shared with b }
}
tenant b { vm v on all { port a.own  port a.all  port a.some }  router r { interface a.own-v4 } }
                              ^^^^^ OST4028 is not shared
                                                                                     ^^^^^^^^ OST4028 Write \`shared with b\`
tenant c { vm v on all { port a.some } }
                              ^^^^^^ OST4028 is shared with other tenants only
`);
  });
});

describe('IPv6 modes', () => {
  test('fit their subnet, and pinned addresses fit them', () => {
    check(`fabric lab { firewall none }
host all { roles compute, network }
tenant demo {
  network app {
    subnet four 10.0.1.0/24 { ipv6 slaac }
                                   ^^^^^ OST2027 is IPv4
    subnet off fd00:1::/64 { ipv6 slaac  dhcp off }
                                  ^^^^^ OST2027 has \`dhcp off\`
    subnet long fd00:2::/96 { ipv6 dhcpv6-stateless }
                ^^^^^^^^^^^ OST2028
    subnet state fd00:3::/96 { ipv6 dhcpv6-stateful }
    subnet auto fd00:4::/64 { ipv6 slaac }
    subnet none ::/64 { ipv6 dhcpv6-stateful }
                ^^^^^ OST2018
  }
  vm v on all { port app { ip fd00:3::5, fd00:4::5 } }
                              ^^^^^^^^^^^^^^^^^^^^ OST2029 Pin the \`mac\`
  vm w on all { port app { mac fa:16:3e:00:00:05  ip fd00:4::f816:3eff:fe00:5 } }
}`);
  });
});

describe('hints', () => {
  test('say what is not used, and only that', () => {
    check(
      `fabric lab { firewall none }
host all { roles compute, network }
tenant demo {
  network used { subnet used-v4 10.0.1.0/24 }
  network routed { subnet routed-v4 10.0.2.0/24 }
  network out { external  subnet out-v4 203.0.113.0/24 }
  network idle { subnet idle-v4 10.0.3.0/24 }
          ^^^^ OST4031
  router edge { external out  interface routed-v4 }
  router lost { external out }
         ^^^^ OST4032
  vm v on all { port used }
}`,
      { hints: true },
    );
  });
});
