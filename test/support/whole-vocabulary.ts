/** A sound model that says everything the language can say, most things more than once so that there is something to choose from. */
export const WHOLE_VOCABULARY = `// every word of the language
fabric whole {
  overlay vxlan { vni 1..1000  port 4789 }
  underlay 172.16.0.0/24 { mtu 1600  vlan 50 }
  physical outside { vlan 100..199  mtu 1500 }
  physical fast { vlan 200..299  mtu 1500  flat }
  firewall openvswitch
  l2-population on
  arp-responder on
  egress-direct off
  permitted-ethertypes 0x88cc, 0x88e5
  isolated-metadata on
  force-metadata off
  bandwidth-meters off
  local-ip-static-nat on
  distributed-dhcp off
  dvr off
  ha off { hosts-per-router 2 }
  dns-domain cloud.example
  mtu 1600
}

host net-[1..2] {
  roles network, control
  tunnel-ip 172.16.0.[2..3]
  bridge br-ex { physical outside  interface eth1  ip 192.0.2.[2..3]/24 }
}
host hv-1 {
  roles compute
  tunnel-ip 172.16.0.11
  bridge br-ex { physical outside  interface eth1 }
  sriov fast { device ens1f0, ens1f1 }
  local-vlan red.app 7
}
host hv-2 { roles compute  tunnel-ip 172.16.0.12 }
host store { roles storage }

tenant provider {
  id 0c52b15f-8fcc-4801-bf52-7dacc72a5201
  network public {
    external
    shared
    physical outside
    vlan 100
    mtu 1500
    subnet public-v4 203.0.113.0/24 {
      gateway 203.0.113.1
      pool 203.0.113.10..203.0.113.99
      pool 203.0.113.150..203.0.113.200
      dhcp off
    }
  }
  network second { external  physical outside  subnet second-v4 198.51.100.0/24 { dhcp off } }
  network lan { shared with red  physical outside  vlan 101  subnet lan-v4 10.7.0.0/24 { dhcp on } }
  network card { shared with red, green  physical fast  vlan 200  subnet card-v4 10.8.0.0/24 { dhcp off } }
}

tenant red {
  network app {
    vni 22
    overlay vxlan
    mtu 1450
    port-security on
    subnet app-v4 10.0.0.0/24 {
      gateway 10.0.0.1
      dhcp 10.0.0.2 { mac fa:16:3e:00:00:02  id 0c52b15f-8fcc-4801-bf52-7dacc72a5202  ofport 12 }
      dns 10.0.0.53, 9.9.9.9
      route 10.9.0.0/16 via 10.0.0.20
      id 0c52b15f-8fcc-4801-bf52-7dacc72a5203
    }
    subnet app-v6 fd00:1::/64 {
      ipv6 slaac
      gateway fd00:1::1
      dns fd00:1::53
      route fd00:9::/64 via fd00:1::9
    }
  }
  network db { subnet db-v4 10.0.1.0/24  subnet db-v6 fd00:2::/64 { ipv6 dhcpv6-stateful } }
  network quiet { local  subnet quiet-v4 10.0.2.0/24 { gateway none  dhcp off } }
  network apart { subnet apart-v4 10.0.3.0/24 }

  router edge {
    external public {
      ip 203.0.113.9
      snat on
      mac fa:16:3e:00:00:09
      id 1c52b15f-8fcc-4801-bf52-7dacc72a5209
    }
    interface app-v4 { ip 10.0.0.1  mac fa:16:3e:00:00:01  ofport 9 }
    interface db-v4
    host net-1
    dvr off
    ha off
    route 10.9.0.0/16 via 10.0.1.20
  }

  security-group web {
    stateless
    allow ingress tcp 80, 443, 8000..8100 from any ipv4
    allow ingress icmp type 8 code 0 from 10.0.0.0/8
    allow ingress proto vrrp from group inside
    allow ingress sctp 5000
    allow egress any
    id 0c52b15f-8fcc-4801-bf52-7dacc72a5204
  }
  security-group inside {
    no-default-egress
    allow ingress udp 53 from group inside
    allow egress icmpv6 to any ipv6
    allow egress tcp 5432 to 10.0.1.0/24
  }

  vm web-[1..2] on hv-1, hv-2 {
    port app { security web  ip 10.0.0.[51..52] }
    listens tcp 80, 443, udp 53
  }
  vm pg on hv-1 {
    port db as data {
      ip 10.0.1.20
      allowed-address 10.9.0.0/16
      allowed-address 10.10.0.1 mac fa:16:3e:00:00:77
      security inside
      binding normal
      qos { limit egress 10mbit burst 8mbit  limit ingress 20mbit  limit egress 2kpps burst 1kpps  guarantee egress 5mbit  dscp 26 }
      admin-state up
      dhcp-option bootfile-name "boot.ipxe"
      dhcp-option tftp-server-ip-address 10.0.1.9
      trunk-id 0c52b15f-8fcc-4801-bf52-7dacc72a5205
    }
    port app { subport-of data vlan 7 }
    port card { binding direct  port-security off }
    port quiet { admin-state down }
    port lan { mac fa:16:3e:00:00:88  ofport 21 }
  }
  vm plain on hv-2 { port db { local-ip 10.0.1.100 } }

  floating-ip 203.0.113.50 to web-1 { from public  id 0c52b15f-8fcc-4801-bf52-7dacc72a5206 }
  floating-ip 203.0.113.51 to pg.data { fixed 10.0.1.20 }

  expect "inside" web-1 reaches plain with tcp 5432 from 40000
}

tenant green {
  network app { subnet app-v4 10.0.0.0/24 }
  vm box on hv-2 { port app }
}

expect internet reaches red.web-1 with tcp 443 via edge
expect green.* never reaches red.*
expect red.pg.data reaches 10.0.0.53 with udp 53 ttl 9 size 100 df
expect red.plain reaches web-2 with arp
expect web-1 reaches web-2
`;

/** What it says may be said otherwise, one replacement at a time: words that choose among kinds. */
export const OTHER_WORDS: readonly (readonly [written: string, instead: string])[] = [
  ['overlay vxlan { vni 1..1000  port 4789 }', 'overlay gre { vni 1..1000 }'],
  ['overlay vxlan { vni 1..1000  port 4789 }', 'overlay geneve { vni 1..1000  port 6081 }'],
  ['    overlay vxlan\n', '    overlay geneve\n'],
  ['    port app { subport-of data vlan 7 }\n', ''],
  ['network card { shared with red, green  physical fast  vlan 200', 'network card { shared with red, green  physical fast  flat'],
  ['egress-direct off', 'egress-direct on'],
  ['dvr off\n  ha off {', 'dvr on\n  ha on {'],
  ['dvr off\n    ha off', 'dvr off\n    ha on'],
  ['force-metadata off', 'force-metadata on'],
  ['bandwidth-meters off', 'bandwidth-meters on'],
  ['distributed-dhcp off', 'distributed-dhcp on'],
  ['firewall openvswitch\n', 'firewall none\n'],
  ['dhcp on', 'dhcp off'],
  ['gateway none', 'gateway 10.0.2.1'],
  ['ipv6 slaac', 'ipv6 dhcpv6-stateful'],
  ['ipv6 dhcpv6-stateful', 'ipv6 dhcpv6-stateless'],
  ['snat on', 'snat off'],
  ['network quiet { local', 'network quiet { port-security off  local'],
  ['security inside', 'security none'],
  ['binding direct', 'binding macvtap'],
  ['bootfile-name "boot.ipxe"', 'bootfile-url "http://[fd00::1]/boot" ipv6'],
  ['admin-state down', 'admin-state up'],
  ['with arp', 'with dhcp'],
  ['with arp', 'with icmp'],
];
