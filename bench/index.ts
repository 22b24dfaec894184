export { type ModelSize, generateModel } from './generate-model.ts';
export { type FleetSize, generateFleet, withOneVmMore } from './compiler/generate-fleet.ts';
