/** Swatches: a piece of a strategy's line with its point, or a block, for legends in the page. */
import { THEMED } from '../drawing/palette.js';
import { markOf, partColours } from '../figures/series.js';
import { html, Markup } from './markup.js';

export function lineSwatch(index: number): Markup {
  const { colour, dash, shape } = markOf(index, THEMED);
  const dashes = dash[1] === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  const line = `<path d="M1,7H33" stroke="${colour}" stroke-width="2.25"${dashes}/>`;
  const point = `<path d="${SHAPES[shape] ?? ''}" transform="translate(17,7)" fill="${colour}"/>`;
  return svg(34, new Markup(line + point));
}

export function blockSwatch(labels: readonly string[], index: number): Markup {
  const colour = partColours(labels, THEMED).range[index] ?? THEMED.muted;
  return svg(14, html`<rect x="1" y="1" width="12" height="12" rx="2" fill="${colour}"/>`);
}

function svg(width: number, content: Markup): Markup {
  return html`<svg width="${width}" height="14" viewBox="0 0 ${width} 14" aria-hidden="true">${content}</svg>`;
}

/** The shapes of Vega, seven pixels across. */
const SHAPES: Readonly<Record<string, string>> = {
  circle: 'M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z',
  square: 'M-3.5,-3.5h7v7h-7z',
  'triangle-up': 'M0,-4L4.5,4H-4.5z',
  diamond: 'M0,-5L5,0L0,5L-5,0z',
  cross: 'M-4.5,-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3z',
  'triangle-down': 'M0,4L4.5,-4H-4.5z',
  'triangle-right': 'M4,0L-4,4.5V-4.5z',
  'triangle-left': 'M-4,0L4,4.5V-4.5z',
};
