/** SVG: Vega-Lite compiled and rendered without a browser, to the same bytes every time. */
import * as vega from 'vega';
import { compile } from 'vega-lite';
import { plain } from '../document/phrase.js';
import type { Figure } from '../figures/figure.js';
import type { Look } from '../figures/look.js';
import { specificationOf } from './specification.js';
import { useEstimatedWidths } from './text-width.js';

/** A figure as a Vega specification, for a page that is alive. */
export function vegaOf(figure: Figure, look: Look): vega.Spec {
  const { name, drawing } = figure;
  if (drawing.kind !== 'chart') throw new Error(`figure ${name} is not a chart`);
  try {
    return compile(specificationOf(figure, drawing, look), { logger: STRICT }).spec;
  } catch (error) {
    throw naming(name, error);
  }
}

/** A figure as an SVG element. */
export async function svgOf(figure: Figure, look: Look): Promise<string> {
  if (figure.drawing.kind === 'diagram') return titled(figure, figure.drawing.svg(look, 'across'));
  const specification = vegaOf(figure, look);
  useEstimatedWidths();
  // Names of clip paths are counted in the process, and must begin anew in every picture.
  vega.resetSVGDefIds();
  try {
    const view = new vega.View(vega.parse(specification), { renderer: 'none', logger: STRICT });
    const svg = await view.toSVG();
    view.finalize();
    return svg;
  } catch (error) {
    throw naming(figure.name, error);
  }
}

function naming(figure: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new Error(`figure ${figure}: ${message}`, { cause });
}

/** A diagram, named for those who read a picture of its own without seeing it. */
function titled({ title }: Figure, svg: string): string {
  const text = plain(title).replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return svg.replace(/<svg ([^>]*)>/, `<svg $1><title>${text}</title>`);
}

/** A chart that is not wholly right is an error. */
const fail = (...words: readonly unknown[]): never => {
  throw new Error(words.map(String).join(' '));
};
const quiet = () => STRICT;
const STRICT: vega.LoggerInterface = {
  level: ((level?: number) => (level === undefined ? vega.Warn : STRICT)) as never,
  error: fail,
  warn: fail,
  info: quiet,
  debug: quiet,
};
