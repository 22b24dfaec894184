export { type ModelSize, generateModel } from './generate-model.ts';
