export type { CompiledBridge, CompiledFabric, CompiledHost } from './compiled.ts';
export { type HostRulesets, compileRulesets } from './neutron-ovs/rulesets/index.ts';
export { compileFabric, createHostCompiler } from './neutron-ovs/compile-fabric.ts';
export { PIPELINE, type PipelineTable } from './neutron-ovs/pipeline.ts';
export { printPipeline } from './neutron-ovs/print-pipeline.ts';
