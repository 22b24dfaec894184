export type { CompiledBridge, CompiledFabric, CompiledHost, PortMeter } from './compiled.ts';
export { type HostRulesets, compileRulesets } from './neutron-ovs/rulesets/index.ts';
export { compileEach, compileFabric, compileHost, createHostCompiler } from './neutron-ovs/compile-fabric.ts';
export { HostMemory, type MadeOfHost } from './host-memory.ts';
export { DISTRIBUTED_DHCP } from './neutron-ovs/distributed-dhcp.ts';
export { type Guarantee, hostGuarantees } from './neutron-ovs/guaranteed-bandwidth.ts';
export { PIPELINE } from './neutron-ovs/pipeline.ts';
export type { PipelineTable } from './neutron-ovs/pipeline-table.ts';
export { type PipelineExample, type PipelineWalk, printPipeline } from './neutron-ovs/print-pipeline.ts';
