import { type RefusedModels, outside } from './refused-models.ts';

const VM = 'vm v on all { port app { ip 10.0.0.5 } }';

/** Floating addresses. */
export const FLOATING_ADDRESSES: RefusedModels = {
  'a floating address of a network that is not external, or has no IPv4 subnet': {
    OST4022: [
      outside(`${VM}  floating-ip 203.0.113.9 to v { from <<app|public>> }`),
      outside(`network six { external  physical p  vlan 101  subnet six-v6 fd00:6::/64 { dhcp off } }
  ${VM}  floating-ip 203.0.113.9 to v { from <<six|public>> }`),
      outside(`${VM}  floating-ip <<198.51.100|203.0.113>>.9 to v`),
      outside(`${VM}  floating-ip <<fd00:6::9|203.0.113.9>> to v`),
    ],
  },
  'a floating address outside the subnets (InvalidIpForSubnet), or taken': {
    OST2011: [outside(`${VM}  floating-ip 203.0.<<114|113>>.9 to v { from public }`)],
    OST2013: [
      outside(`${VM}  floating-ip 203.0.113.<<9|8>> to v`, { gateway: 'ip 203.0.113.9' }),
      outside(`${VM}  floating-ip 203.0.113.9 to v`) +
        `  tenant u { network n { subnet s 10.0.0.0/24 }  router r { external public  interface s }  vm w on all { port n }  floating-ip 203.0.113.<<9|8>> to w }`,
    ],
    OST1005: [outside(`${VM}  vm w on all { port app }  floating-ip 203.0.113.9 to v  floating-ip 203.0.113.<<9|8>> to w`)],
  },
  'a port of another project': {
    OST4024: [`${outside(`${VM}  <<|floating-ip 203.0.113.9 to v>>`)}  tenant u { <<floating-ip 203.0.113.9 to t.v|>> }`],
  },
  "a port without IPv4 address; with several and no fixed one; a fixed one that is not the port's, or IPv6": {
    OST4021: [
      outside(
        'network six { <<|subnet six-v4 10.0.1.0/24>>  subnet six-v6 fd00:6::/64 }  vm v on all { port six }  floating-ip 203.0.113.9 to v',
        {
          edge: 'interface six-v6  <<|interface six-v4>>',
        },
      ),
      outside('vm v on all { port app { ip 10.0.0.5, 10.0.0.6 } }  floating-ip 203.0.113.9 to v { <<|fixed 10.0.0.6>> }'),
      outside(`${VM}  floating-ip 203.0.113.9 to v { fixed 10.0.0.<<6|5>> }`),
      outside(`${VM}  floating-ip 203.0.113.9 to v { fixed <<fd00::5|10.0.0.5>> }`),
      outside('vm v on all { port app { <<|ip 10.0.0.5>> } }  floating-ip 203.0.113.9 to v { fixed 10.0.0.5 }'),
    ],
  },
  'no router with an interface on the subnet and a gateway on the network (ExternalGatewayForFloatingIPNotFound)': {
    OST4020: [
      outside(
        'network n { subnet s 10.0.1.0/24 }  vm v on all { port n }  floating-ip 203.0.113.9 to v  router r { <<|external public>>  interface s }',
      ),
      outside(
        'network n { subnet s 10.0.1.0/24 }  vm v on all { port n }  floating-ip 203.0.113.9 to v  router r { external public  <<|interface s>> }',
      ),
    ],
  },
  'a second floating address of the network for an address of a port (FloatingIPPortAlreadyAssociated)': {
    OST4023: [
      outside(`${VM}  floating-ip 203.0.113.8 to v  <<floating-ip 203.0.113.9 to v|>>`),
      outside(
        'vm v on all { port app { ip 10.0.0.5, 10.0.0.6 } }  floating-ip 203.0.113.8 to v { fixed 10.0.0.5 }  floating-ip 203.0.113.9 to v { fixed 10.0.0.<<5|6>> }',
      ),
    ],
  },
};
