/** Scores as HTML: a small card for every strategy, with its goodput drawn in miniature. */
import type { Score, Windows } from '../document/scores.js';
import { THEMED } from '../drawing/palette.js';
import { markOf } from '../figures/series.js';
import { html, Markup, NONE, unbroken } from './markup.js';
import { lineSwatch } from './swatch.js';

const [WIDTH, HEIGHT] = [160, 34];

export function scoresMarkup(scores: readonly Score[], windows: Windows): Markup {
  const cards = scores.map((score, index) => card(score, index, windows));
  return html`<ul class="scores">
${cards}</ul>
`;
}

function card(score: Score, index: number, windows: Windows): Markup {
  const { strategy, baseline, verdict, tone, facts } = score;
  const remark = baseline ? html`<span class="remark plain">baseline</span>` : NONE;
  const rows = facts.map(
    ({ label, text }) => html`<div><dt>${label}</dt><dd>${unbroken(text)}</dd></div>`,
  );
  return html`<li class="card">
<p class="name">${lineSwatch(index)}<b>${strategy}</b>${remark}</p>
<p class="verdict ${tone}">${verdict}</p>
<dl>${rows}</dl>
${miniature(score, index, windows)}
</li>
`;
}

/** Goodput over the run; the figure below says it in words. */
function miniature({ goodput }: Score, index: number, windows: Windows): Markup {
  const { colour } = markOf(index, THEMED);
  const round = (value: number) => String(Number(value.toFixed(1)));
  const points = goodput.map((value, slice) => {
    const x = ((slice + 0.5) / goodput.length) * WIDTH;
    return `${round(x)},${round(HEIGHT - 2 - value * (HEIGHT - 4))}`;
  });
  if (points.length < 2) return NONE;
  const shade = windows.map(
    ([from, to]) =>
      `<rect x="${round(from * WIDTH)}" y="0" width="${round((to - from) * WIDTH)}" height="${HEIGHT}" fill="${THEMED.fault}" fill-opacity="0.15"/>`,
  );
  const line = `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  return new Markup(
    `<svg class="miniature" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${shade.join('')}${line}</svg>`,
  );
}
