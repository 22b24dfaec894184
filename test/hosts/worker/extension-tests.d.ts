/** Made by esbuild.mjs: imports every `test/extension/*.test.ts`. */
declare module 'ostopo:extension-tests';
declare module 'mocha/mocha.js';
