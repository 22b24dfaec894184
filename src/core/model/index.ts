export { type Element, type ElementPlaces, placeOf } from './element.ts';
export type {
  Fabric,
  FirewallDriver,
  Host,
  HostBridge,
  HostRole,
  NumberRange,
  OverlayType,
  PhysicalNetwork,
  SriovMapping,
} from './fabric.ts';
export type {
  BandwidthLimit,
  ByDirection,
  Dhcp,
  DhcpOption,
  FloatingIp,
  Ipv6Mode,
  Network,
  NetworkSegment,
  PacketLimit,
  PortPins,
  PortQos,
  Router,
  RouterGateway,
  RouterInterface,
  SecurityGroup,
  SecurityRule,
  StaticRoute,
  Subnet,
  Subport,
  Tenant,
  Vm,
  VmPort,
} from './tenant.ts';
export { NO_QOS } from './tenant.ts';
export type { Endpoint, Expectation, PacketSpec } from './expectation.ts';
export { type Topology, elementsOf, indexTopology } from './topology.ts';
export { type Relations, relate } from './relations.ts';
export { gatewayOf, hostRange, interfaceAddressOf, isAutoAddressed, poolsOf } from './subnet-defaults.ts';
export { DEFAULT_MTU_BYTES, encapsulationBytes, largestMtu, networkMtu } from './network-mtu.ts';
export { mayUse } from './network-access.ts';
export { type FloatingIpWay, findFloatingIpWay } from './floating-ip-way.ts';
export { type SubportFault, freeTrunkVlan, isTrunkParent, subportFault } from './trunks.ts';
export { type RouterModes, isReplicated, routerModes } from './router-modes.ts';
export { ethertypeOf, isIcmpv6 } from './rule-ethertype.ts';
export { isEthertype, printEthertype } from './ethertypes.ts';
export { hasDhcpService } from './dhcp-service.ts';
export { isClientId } from './dhcp-options.ts';
export { countIpv4 } from './count-ipv4.ts';
export { DEFAULT_GROUP, defaultGroupId } from './default-group.ts';
export { printSecurityRule } from './print-security-rule.ts';
export { HIGHEST_VNI, USUAL_TUNNEL_PORTS, isPortNumber, vniName } from './overlay-numbers.ts';
export { IP_PROTOCOL_NAMES, ipProtocolNumber } from './ip-protocols.ts';
