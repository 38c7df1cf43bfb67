/** Figures as HTML: a still picture that a script brings to life, its legend, its words and its data. */
import { plain } from '../document/phrase.js';
import { THEMED } from '../drawing/palette.js';
import { svgOf } from '../drawing/svg.js';
import type { Figure, Legend } from '../figures/figure.js';
import type { Look } from '../figures/look.js';
import { compact } from './compact.js';
import { html, Markup, NONE, phrased, unbroken } from './markup.js';
import { blockSwatch, lineSwatch } from './swatch.js';
import { tableOf } from './table.js';

/** Widths of the plots of still pictures: of figures that take the whole page, and half of it. */
const WIDTHS = { whole: 1020, half: 440 };

export async function figureOf(figure: Figure): Promise<Markup> {
  const { name, title, caption, words, table, size, drawing } = figure;
  const legend =
    drawing.kind === 'chart' && drawing.legend !== null ? legendOf(drawing.legend) : NONE;
  const alternative = `${plain(title)}. ${words.map(plain).join('; ')}.`;
  return html`<figure class="card ${size}" id="${name}">
<h3>${phrased(title)}</h3>
<p class="caption">${caption}</p>
${legend}${framed(html`<div class="picture" data-figure="${name}" role="img" aria-label="${alternative}">${await picture(figure)}</div>`, figure)}
<details><summary>In words and numbers</summary>
<ul class="words">${words.map((phrase) => html`<li>${phrased(phrase)}</li>`)}</ul>
${tableOf(table, 'data')}
</details>
</figure>
`;
}

/** A diagram has a size of its own, and scrolls where there is less room. */
function framed(content: Markup, { drawing, title }: Figure): Markup {
  if (drawing.kind === 'chart') return content;
  const label = `${plain(title)}: picture`;
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

async function picture(figure: Figure): Promise<Markup> {
  const look: Look = { palette: THEMED, width: WIDTHS[figure.size], live: false, alone: false };
  const { drawing } = figure;
  if (drawing.kind === 'diagram') {
    return new Markup(drawing.svg(look, 'across') + drawing.svg(look, 'down'));
  }
  const svg = (await svgOf(figure, look)).replace('<svg ', '<svg aria-hidden="true" ');
  return new Markup(`<div class="still">${compact(named(svg, figure.name))}</div>`);
}

function legendOf({ of, labels }: Legend): Markup {
  const items = labels.map((label, index) => {
    const swatch = of === 'parts' ? blockSwatch(labels, index) : lineSwatch(index);
    return html`<li>${swatch}<span>${unbroken(label)}</span></li>`;
  });
  return html`<ul class="legend ${of}">${items}</ul>
`;
}

/** Clip paths are looked up by name in the whole page. */
function named(svg: string, figure: string): string {
  return svg.replace(/(id="|url\(#)(clip\d+)/g, `$1${figure}-$2`);
}
