export { checkTopology } from './check-topology.ts';
export { type RuleFault, ruleFaults } from './security/rule-faults.ts';
export { carriedBy, physicalNetworkOf } from './wiring/carried-by.ts';
export { hasOpenVswitch } from './wiring/has-open-vswitch.ts';
export { MOST_VIRTUAL_ROUTERS } from './wiring/virtual-routers.ts';
