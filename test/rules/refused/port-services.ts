import { type RefusedModels, port, tenant } from './refused-models.ts';

/** A port of the VM `v` that the physical network carries, past the switch or by it. */
function onCard(rest: string): string {
  return `fabric f { physical p }
host all { roles compute, network  bridge br-p { physical p }  sriov p { device ens1f0 } }
tenant t { network n { physical p  subnet s 10.0.0.0/24 }  vm v on all { port n { ${rest} } } }`;
}

const STATIC = 'local-ip-static-nat on';

/** What hosts do for ports beside switching: Local IPs, limits and guarantees. */
export const PORT_SERVICES: RefusedModels = {
  'a Local IP of a port without IPv4 address, or with several (LocalIPNoIP, LocalIPNoRequestedIP)': {
    OST2062: [
      port('ip 10.0.0.5<<, 10.0.0.6|>>  local-ip 10.0.0.100', STATIC),
      tenant('network n { subnet s <<fd00::/64|10.0.0.0/24>> }  vm v on all { port n { local-ip 10.0.0.100 } }', { fabric: STATIC }),
    ],
  },
  'two ports of a host at one Local IP: no': {
    OST2061: [
      tenant(
        'network n { subnet s 10.0.0.0/24 }  vm v on all { port n { local-ip 10.0.0.100 } }  vm w on all { port n { local-ip 10.0.0.10<<0|1>> } }',
        { fabric: STATIC },
      ),
    ],
  },
  'Local IPs without static translation beside the Open vSwitch firewall: the agent does not start': {
    OST2063: [
      port('local-ip 10.0.0.100', 'firewall <<openvswitch|iptables-hybrid>>'),
      port('local-ip 10.0.0.100', 'firewall openvswitch  local-ip-static-nat <<off|on>>'),
    ],
  },
  'a packet rate that is not counted in thousands: cannot be said there': {
    OST5040: [port('qos { limit egress <<1500pps|2kpps>> }'), port('qos { limit ingress 2kpps burst <<1500|1000>>pps }')],
  },
  'a minimum bandwidth above the limit (QoSRuleParameterConflict)': {
    OST5043: [
      onCard('qos { limit egress 10mbit  guarantee egress 1<<1|0>>mbit }'),
      onCard('qos { limit <<egress|ingress>> 1mbit  guarantee egress 5mbit }'),
    ],
  },
  'a packet rate limit on an SR-IOV port (QosRuleNotSupported)': {
    OST5041: [onCard('port-security off  binding direct  qos { limit egress 2<<kpps|mbit>> }')],
  },
};
