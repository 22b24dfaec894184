import { type RefusedModels, tenant } from './refused-models.ts';

/** MTU. */
export const MTU: RefusedModels = {
  "an MTU larger than the underlay's less the encapsulation": {
    OST3011: [
      tenant('network a { mtu <<1451|1450>> }'),
      tenant('network a { mtu <<1459|1458>> }', { fabric: 'overlay gre' }),
      tenant('network a { mtu <<1451|1450>> }', { fabric: 'overlay geneve' }),
      tenant('network a { mtu <<1431|1430>> }', { fabric: 'underlay fd00:ff::/64' }),
      tenant('network a { mtu <<1439|1438>> }', { fabric: 'overlay gre  underlay fd00:ff::/64' }),
      tenant('network a { mtu <<1501|1500>> }', { fabric: 'underlay 10.255.0.0/24 { mtu 1550 }  mtu 9000' }),
    ],
  },
  "an MTU larger than the physical network's": {
    OST3014: [
      tenant('network a { physical p  vlan 7  mtu <<1501|1500>> }'),
      tenant('network a { physical p  flat  mtu <<9001|9000>> }', { p: 'mtu 9000' }),
      tenant('network a { local  mtu <<1501|1500>> }'),
    ],
  },
  'less than 68 with an IPv4 subnet': {
    OST3012: [tenant('network a { mtu <<67|68>>  subnet s 10.0.0.0/24 }'), tenant('network a { mtu <<67|68>> }')],
  },
  'less than 1280 with an IPv6 subnet': {
    OST3013: [
      tenant('network a { mtu <<1279|1280>>  subnet s fd00:1::/64 }'),
      tenant('network a { mtu 1279  subnet s <<fd00:1::/64|10.0.0.0/24>> }'),
    ],
  },
};
