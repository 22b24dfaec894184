import { Resvg, initWasm } from '@resvg/resvg-wasm';

/** What drawing needs from outside: the WebAssembly of resvg, and the fonts pictures are measured with (DejaVu Sans). */
export interface RasterAssets {
  readonly wasm: Uint8Array;
  readonly fonts: readonly Uint8Array[];
}

/** Draws an SVG as PNG, `scale` pixels per CSS pixel. */
export type Rasteriser = (svg: string, scale: number) => Uint8Array;

/** Makes ready to draw. The WebAssembly can be started once in a process, so keep what this returns. */
export async function createRasteriser({ wasm, fonts }: RasterAssets): Promise<Rasteriser> {
  // A copy of its own memory: `initWasm` takes no view of a buffer shared with others.
  await initWasm(new Uint8Array(wasm));
  return (svg, scale) => {
    const drawing = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: { fontBuffers: [...fonts], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
    });
    const image = drawing.render();
    const png = image.asPng();
    image.free();
    drawing.free();
    return png;
  };
}
