/** A chart that is alive: drawn as wide as its place, again whenever that changes. */
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { type LiveFigure, type PackedData, unpacked } from '../html/payload.js';
import type { Tooltip } from './tooltip.js';

/** Plots are not drawn narrower than this. */
const NARROWEST = 160;

/** Takes the place of the still picture. */
export async function chart(figure: LiveFigure, tooltip: Tooltip): Promise<vega.View> {
  const place = document.querySelector<HTMLElement>(`[data-figure="${figure.name}"]`);
  if (place === null) throw new Error(`No place for figure ${figure.name}`);
  const container = document.createElement('div');
  container.className = 'live';
  container.setAttribute('aria-hidden', 'true');
  place.append(container);
  // Interpreted, as a strict policy forbids code made from text.
  const runtime = vega.parse(specOf(figure), undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: 'svg', expr: expressionInterpreter });
  view.tooltip(tooltip.handlerFor(view, figure.probed));
  await view.initialize(container).runAsync();
  await stretch(view, container, place);
  place.classList.add('alive');
  new ResizeObserver(() => void stretch(view, container, place)).observe(place);
  return view;
}

function specOf({ spec }: LiveFigure): vega.Spec {
  const data = spec.data?.map(({ columns, ...rest }: PackedData) =>
    columns === undefined ? rest : { ...rest, values: unpacked(columns) },
  );
  return { ...spec, data } as vega.Spec;
}

/** Makes the plot as wide as there is room beside its axes. */
async function stretch(view: vega.View, container: HTMLElement, place: HTMLElement): Promise<void> {
  // Labels may take another width once the plot is wider, so it may take two steps.
  for (let step = 0; step < 2; step++) {
    const drawn = Number(container.querySelector('svg')?.getAttribute('width') ?? 0);
    const beside = drawn - view.width();
    const wanted = Math.max(NARROWEST, Math.floor(place.clientWidth - beside));
    if (place.clientWidth === 0 || wanted === view.width()) return;
    await view.width(wanted).runAsync();
  }
}
