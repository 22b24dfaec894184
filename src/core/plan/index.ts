export type {
  BridgePlan,
  BridgePort,
  Deployment,
  Hosts,
  HostPlan,
  HybridPlug,
  MemberAddress,
  PatchPeer,
  PlannedFabric,
  PlannedFloatingIp,
  PlannedGateway,
  PlannedNetwork,
  PlannedPort,
  PlannedRouter,
  PlannedSecurityGroupRef,
  PlannedSecurityRule,
  PlannedSegment,
  PlannedSubnet,
  PlannedTrunk,
  PlannedVm,
  SharedCardAddress,
  PortOwner,
  TunnelEndpoint,
  VirtualFunction,
} from './deployment.ts';
export {
  BARE_NAMESPACE,
  type DhcpPlan,
  type KeepalivedPlan,
  type MetadataProxyPlan,
  type NamespaceDevice,
  type NamespaceNat,
  type NamespaceNeighbour,
  type NamespacePlan,
  type NamespaceRoute,
  type NamespaceVeth,
  type PolicyRule,
  type PortOptions,
  type RadvdPlan,
} from './namespace-plan.ts';
export { deviceName } from './device-name.ts';
export { type GuestDevice, guestDevices } from './guest-devices.ts';
export { isGuestPort } from './port-owner.ts';
export { printNamespaceRoute } from './print-namespace-route.ts';
export { DEAD_VLAN } from './plan-integration-bridge.ts';
export { METADATA_ADDRESSES, metadataServers } from './metadata-servers.ts';
export { type DeploymentIndex, indexDeployment } from './lookup.ts';
export {
  type Answers,
  type HostIndex,
  type HostVm,
  type Neighbour,
  type RoutingHost,
  type Surroundings,
  answersFrom,
  surroundingsOf,
} from './surroundings.ts';
export { type Asked, sameAnswers, watchAnswers } from './asked.ts';
export { type PlanResult, planDeployment } from './plan-deployment.ts';
export { PlanMemory } from './plan-memory.ts';
export { type Lock, type LockedElement, type ReadLock, NO_LOCK, compareLock, createLock, printLock, readLock } from './lock/index.ts';
export { type Analysis, type AnalysisOptions, analyse } from './analyse.ts';
export { type TunnelSettings, tunnelTypeOf, tunnelUdpPort } from './tunnel-types.ts';
