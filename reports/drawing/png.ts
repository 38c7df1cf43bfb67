/** PNG: an SVG as pixels, with fonts that are always the same. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** Pixels per pixel of the SVG: sharp on good screens and on paper. */
const ZOOM = 2;
const FAMILY = 'DejaVu Sans';

const { resolve } = createRequire(import.meta.url);

export function pngOf(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      // A text whose font is missing would vanish without a word.
      loadSystemFonts: false,
      fontFiles: ['DejaVuSans', 'DejaVuSans-Bold'].map((font) =>
        resolve(`dejavu-fonts-ttf/ttf/${font}.ttf`),
      ),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  return image.render().asPng();
}
