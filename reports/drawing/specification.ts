/** Specification: a figure's panels as one whole Vega-Lite chart. */
import type { TopLevelSpec } from 'vega-lite';
import { plain } from '../document/phrase.js';
import type { ChartDrawing, Figure } from '../figures/figure.js';
import type { Look } from '../figures/look.js';
import { configOf } from './config.js';
import { withLegend } from './legend.js';

export function specificationOf(
  { title, caption }: Figure,
  drawing: ChartDrawing,
  look: Look,
): TopLevelSpec {
  const { datasets, panels } = withLegend(drawing.chart(look), drawing.legend, look);
  return {
    ...(look.alone ? { title: headed(plain(title), caption, look.width) } : {}),
    datasets: datasets as Record<string, Record<string, unknown>[]>,
    // The strategy that stands out; the page's legends set it.
    params: [{ name: 'chosen', value: null }],
    vconcat: panels.map((panel) => ({ ...panel, width: look.width })) as never,
    resolve: {
      scale: {
        color: 'independent',
        strokeDash: 'independent',
        shape: 'independent',
        x: 'independent',
        fill: 'independent',
        fillOpacity: 'independent',
      },
    },
    config: configOf(look),
  };
}

function headed(text: string, caption: string, width: number) {
  return {
    text,
    subtitle: wrapped(caption, Math.floor(width / 6.2)),
    anchor: 'start' as const,
    fontSize: 16,
    subtitleFontSize: 12,
    subtitlePadding: 6,
    offset: 14,
  };
}

/** Vega does not break lines. */
function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > characters) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
