import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Rasteriser, createRasteriser } from './rasterise-svg.ts';

/** The rasteriser with the WebAssembly and the fonts that lie beside the bundle (esbuild.mjs copies them there). */
export async function loadRasteriser(): Promise<Rasteriser> {
  const asset = (name: string) => readFile(fileURLToPath(new URL(name, import.meta.url)));
  const [wasm, ...fonts] = await Promise.all([asset('resvg.wasm'), asset('DejaVuSans.ttf'), asset('DejaVuSans-Bold.ttf')]);
  return createRasteriser({ wasm, fonts });
}
