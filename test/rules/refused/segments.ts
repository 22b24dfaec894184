import { type RefusedModels, tenant } from './refused-models.ts';

/** Segments. */
export const SEGMENTS: RefusedModels = {
  'a VNI (or GRE key) that another network of its type has (TunnelIdInUse)': {
    OST3001: [
      tenant('network a { vni 7 }  network b { vni <<7|8>> }'),
      tenant('network a { vni 7 }  network b { vni 7  <<|overlay geneve>> }'),
      tenant('network a { vni 16777216 }  network b { vni <<16777216|16777217>> }', { fabric: 'overlay gre' }),
    ],
  },
  'a VNI out of 1..16777215, a GRE key out of 1..4294967295': {
    OST3002: [
      tenant('network a { vni <<0|1>> }'),
      tenant('network a { vni <<16777216|16777215>> }'),
      tenant('network a { overlay geneve  vni <<16777216|16777215>> }'),
      tenant('network a { vni <<0|1>> }', { fabric: 'overlay gre' }),
      tenant('network a { vni <<4294967296|4294967295>> }', { fabric: 'overlay gre' }),
    ],
  },
  "a tenant's network when the range is used up (NoNetworkAvailable)": {
    OST3004: [
      tenant('network a  network b', { fabric: 'overlay vxlan { vni 5..<<5|6>> }' }),
      tenant('network a  network b', { fabric: 'overlay gre { vni 5..<<5|6>> }' }),
    ],
    OST3020: [tenant('network a { physical p }  network b { physical p }', { p: 'vlan 100..<<100|101>>' })],
  },
  'a project network of a type without range': {
    accepted: [tenant('network a  network b { physical p }  network c { overlay geneve }  network d { overlay gre }')],
  },
  'an id outside the range, from a project; an administrator may': {
    OST3003: [
      tenant('network a { vni <<7|6>> }', { fabric: 'overlay vxlan { vni 5..6 }' }),
      tenant('network a { vni <<7|6>> }', { fabric: 'overlay gre { vni 5..6 }' }),
    ],
    OST3021: [tenant('network a { physical p  vlan <<7|6>> }', { p: 'vlan 5..6' })],
  },
  'a range that is reversed or out of bounds (NetworkTunnelRangeError, at the start of the server)': {
    OST3005: [
      tenant('', { fabric: 'overlay vxlan { vni <<20..10|10..20>> }' }),
      tenant('', { fabric: 'overlay vxlan { vni <<0|1>>..10 }' }),
      tenant('', { fabric: 'overlay geneve { vni 1..<<16777216|16777215>> }' }),
      tenant('', { fabric: 'overlay gre { vni 1..<<4294967296|4294967295>> }' }),
      tenant('', { p: 'vlan <<20..10|10..20>>' }),
      tenant('', { p: 'vlan <<0|1>>..10' }),
      tenant('', { p: 'vlan 1..<<4095|4094>>' }),
    ],
  },
  'a VLAN that another network of the physical network has (VlanIdInUse)': {
    OST3016: [
      tenant('network a { physical p  vlan 7 }  network b { physical p  vlan <<7|8>> }'),
      tenant('network a { physical p  vlan 7 }  network b { physical <<p|q>>  vlan 7 }'),
    ],
  },
  'a VLAN out of 1..4094': {
    OST3015: [
      tenant('network a { physical p  vlan <<0|1>> }'),
      tenant('network a { physical p  vlan <<4095|4094>> }'),
      tenant('', { fabric: 'underlay 10.255.0.0/24 { vlan <<4095|4094>> }' }),
    ],
  },
  'a second flat network on a physical network (FlatNetworkInUse)': {
    OST3019: [
      tenant('network a { physical p  flat }  network b { physical <<p|q>>  flat }'),
      tenant('network a { physical p  flat }  network b { physical p  <<flat|vlan 7>> }'),
    ],
  },
  'a VLAN or flat network without physical network': {
    OST3017: [tenant('network a { vlan 7  <<|physical p>> }'), tenant('network a { flat  <<|physical p>> }')],
  },
  'a physical network that is not configured': {
    OST1004: [tenant('network a { physical <<r|p>>  vlan 7 }'), tenant('network a { physical <<r|p>>  flat }')],
    OST3018: [tenant('network a { physical <<r|p>>  vlan 7 }', { fabric: 'physical r' })],
  },
  'a physical network for an overlay or local network': {
    OST1014: [
      tenant('network a { vni 7  <<physical p|>> }'),
      tenant('network a { overlay geneve  <<physical p|>> }'),
      tenant('network a { local  <<physical p|>> }'),
    ],
  },
  'binding a port on a host without a bridge to the physical network (binding failed)': {
    OST4015: [
      `fabric f { physical p }
host net { roles network  bridge br-p { physical p } }
host hv { roles compute  <<|bridge br-p { physical p }>> }
tenant t { network a { physical p  vlan 7  subnet s 10.0.0.0/24 }  vm v on hv { port a } }`,
    ],
    OST4016: ['{ dhcp off } }  router r { interface s }', '{ dhcp off } }  router r { external a }', '}'].map(
      (rest) => `fabric f { physical p }
host net { roles network  <<|bridge br-p { physical p }>> }
host hv { roles compute  bridge br-p { physical p } }
tenant t { network a { external  physical p  vlan 7  subnet s 10.0.0.0/24 ${rest} }`,
    ),
  },
  'binding an SR-IOV port without a card for its network (binding failed)': {
    OST4017: [
      `fabric f { physical p  physical q }
host all { roles compute, network  bridge br-p { physical p }  sriov <<q|p>> { device ens1f0 } }
tenant t { network a { physical p  vlan 7  subnet s 10.0.0.0/24 }  vm v on all { port a { binding direct } } }`,
      tenant('network n { subnet s 10.0.0.0/24 }  vm v on all { port n { <<binding macvtap|>> } }'),
    ],
  },
  'a tunnel address that another host has (`tunnel_sync` of its agent)': {
    OST3008: [
      `fabric f { underlay 10.255.0.0/24 }
host net { roles network  tunnel-ip 10.255.0.1 }
host hv { roles compute  tunnel-ip 10.255.0.<<1|2>> }`,
    ],
  },
  'two network types in one request, a type that does not exist': {
    OST1014: [
      tenant('network a { physical p  vlan 7  <<vni 8|>> }'),
      tenant('network a { physical p  flat  <<vlan 7|>> }'),
      tenant('network a { overlay gre  <<local|>> }'),
    ],
    OST1002: [tenant('network a { overlay <<stt|gre>> }'), tenant('', { fabric: 'overlay <<stt|gre>>' })],
  },
};
