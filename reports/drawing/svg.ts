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
  if (figure.drawing.kind !== 'chart') throw new Error(`${figure.name} is not a chart`);
  const specification = specificationOf(figure, figure.drawing, look);
  return compile(specification, { logger: strict(figure.name) }).spec;
}

/** A figure as an SVG element. */
export async function svgOf(figure: Figure, look: Look): Promise<string> {
  if (figure.drawing.kind === 'diagram') return titled(figure, figure.drawing.svg(look, 'across'));
  const logger = strict(figure.name);
  useEstimatedWidths();
  // Names of clip paths are counted in the process, and must begin anew in every picture.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(vegaOf(figure, look)), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

/** A diagram, named for those who read a picture of its own without seeing it. */
function titled({ title }: Figure, svg: string): string {
  const text = plain(title).replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return svg.replace(/<svg ([^>]*)>/, `<svg $1><title>${text}</title>`);
}

/** A chart that is not wholly right is an error that names it. */
function strict(figure: string): vega.LoggerInterface {
  const fail = (...words: readonly unknown[]): never => {
    throw new Error(`figure ${figure}: ${words.map(String).join(' ')}`);
  };
  const quiet = () => logger;
  const logger = {
    level: ((level?: number) => (level === undefined ? vega.Warn : logger)) as never,
    error: fail,
    warn: fail,
    info: quiet,
    debug: quiet,
  };
  return logger;
}
