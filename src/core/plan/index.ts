export type {
  BridgePlan,
  BridgePort,
  Deployment,
  DhcpPlan,
  HostPlan,
  HybridPlug,
  MemberAddress,
  NamespaceDevice,
  NamespacePlan,
  PlannedFabric,
  PlannedNetwork,
  PlannedPort,
  PlannedRouter,
  PlannedSecurityGroupRef,
  PlannedSecurityRule,
  PlannedSegment,
  PlannedSubnet,
  PlannedVm,
  TunnelEndpoint,
} from './deployment.ts';
export { type DeploymentIndex, indexDeployment } from './lookup.ts';
export { type PlanResult, planDeployment } from './plan-deployment.ts';
export { PlanMemory } from './plan-memory.ts';
export { type Lock, type LockedElement, type ReadLock, NO_LOCK, compareLock, createLock, printLock, readLock } from './lock/index.ts';
export { type Analysis, type AnalysisOptions, analyse } from './analyse.ts';
