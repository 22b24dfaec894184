import type { FindingCode } from './catalogue.ts';
import { isFixed } from './severities.ts';

/** Errors of a model that was read whole, after which the plan lacks an element all the same. */
const NOT_PLANNED: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'OST2013', // the second of two floating addresses that are one
  'OST2015', // a port without address
  'OST2026', // a name server that no DHCP service tells of
  'OST2042', // the second of two identifiers of a guest
  'OST3004', // a network without VNI
  'OST3007', // a host without tunnels
  'OST3008', // the second host of a tunnel address, without tunnels
  'OST3017', // a network without physical network
  'OST3020', // a network without VLAN
  'OST4002', // routers and DHCP without a host
  'OST4005', // an interface without address
  'OST4012', // a bridge by the name of another
  'OST4013', // ports without local VLAN
  'OST4019', // a gateway that leads nowhere
  'OST4020', // a floating address without router
  'OST4021', // a floating address that leads to no address
  'OST4022', // a floating address of no external network
  'OST4027', // a gateway without address
  'OST4034', // a subport of no trunk
  'OST4035', // a subport without VLAN
  'OST4037', // a router's replicas without keepalived
  'OST4038', // a subport behind the hybrid firewall
  'OST5002', // security rules
  'OST5003',
  'OST5004',
  'OST5005',
  'OST5020', // an ethertype without flows
]);

/**
 * Whether an error of this code leaves something out of what is planned and compiled, so that it is not the model as it was meant. Other errors leave it
 * whole: what is compiled is what is written and will not work (an MTU that does not fit), or has a value that can be in place of one that cannot (VNI 0, UDP port 99999).
 */
export function leavesOut(code: FindingCode): boolean {
  return isFixed(code) || NOT_PLANNED.has(code);
}
