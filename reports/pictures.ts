/** Pictures: every figure as an image of its own, for documents and pull requests. */
import type { ExperimentResult } from '../sim/index.js';
import { LIGHT } from './drawing/palette.js';
import { pngOf } from './drawing/png.js';
import { svgOf } from './drawing/svg.js';
import { figures } from './figures/index.js';
import type { Look } from './figures/look.js';

/** A rendered picture; the name is unique within a result and safe in a file name. */
export interface Picture<Content> {
  readonly name: string;
  readonly content: Content;
}

/** As wide as a figure of the page. */
const LOOKS: Readonly<Record<'whole' | 'half', Look>> = {
  whole: { palette: LIGHT, width: 900, live: false, alone: true },
  half: { palette: LIGHT, width: 560, live: false, alone: true },
};

export async function svgsOf(result: ExperimentResult): Promise<readonly Picture<string>[]> {
  const pictures: Picture<string>[] = [];
  // One after the other: the names of clip paths are counted in the process.
  for (const figure of figures.flatMap((kind) => kind.of(result))) {
    pictures.push({ name: figure.name, content: await svgOf(figure, LOOKS[figure.size]) });
  }
  return pictures;
}

export async function pngsOf(result: ExperimentResult): Promise<readonly Picture<Uint8Array>[]> {
  const pictures = await svgsOf(result);
  return pictures.map(({ name, content }) => ({ name, content: pngOf(content) }));
}
