/** The tooltip: a text that comes with a mark, or all strategies' values at a place of the x axis. */
import type { TooltipHandler, View } from 'vega';
import { LIGHT } from '../drawing/palette.js';
import type { Probed } from '../figures/figure.js';
import { shareAt } from '../figures/percentile/nines.js';
import { CHART_UNITS } from '../figures/time/points.js';
import type { Payload } from '../html/payload.js';
import { clock } from '../numbers/clock.js';
import { quantity, share } from '../numbers/quantity.js';

/** Pixels between the pointer and its tooltip. */
const AWAY = 14;

/** A value of a strategy at a place. */
interface Value {
  readonly strategy: string;
  readonly x: number;
  readonly mean: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** Where the pointer is, as the charts' stripes tell it. */
interface Moment {
  readonly dataset: string;
  readonly x: number;
}

interface Line {
  readonly label: string;
  readonly value: string;
}

export class Tooltip {
  private readonly element = document.getElementById('tooltip') as HTMLElement;

  constructor(private readonly payload: Payload) {}

  handlerFor(view: View, probed: readonly Probed[]): TooltipHandler {
    return (_handler, event, _item, value: string | Moment | null | undefined) => {
      if (value === null || value === undefined || value === '') this.element.hidden = true;
      else if (typeof value === 'string') this.show(event, value.split('\n'), []);
      else this.showMoment(event, value, view, probed);
    };
  }

  private showMoment(
    event: MouseEvent,
    moment: Moment,
    view: View,
    probed: readonly Probed[],
  ): void {
    const panel = probed.find(({ dataset }) => dataset === moment.dataset);
    if (panel === undefined) return;
    const values = view.data(panel.dataset) as Value[];
    const lines = values
      .filter(({ x, mean }) => x === moment.x && mean !== null)
      .map((value) => ({ label: value.strategy, value: written(value, panel) }));
    const { span } = this.payload;
    const where = panel.along === 'time' ? `at ${clock(moment.x, span)}` : share(shareAt(moment.x));
    this.show(event, [`${panel.title} · ${where}`], lines);
  }

  private show(event: MouseEvent, texts: readonly string[], lines: readonly Line[]): void {
    const paragraphs = texts.map((text, index) => {
      const element = document.createElement(index === 0 ? 'strong' : 'div');
      element.textContent = text;
      return element;
    });
    this.element.replaceChildren(...paragraphs, ...lines.map((line) => this.row(line)));
    this.element.hidden = false;
    this.moveTo(event);
  }

  private row({ label, value }: Line): HTMLElement {
    const row = document.createElement('div');
    row.className = 'value';
    const index = this.payload.labels.indexOf(label);
    if (index >= 0) row.style.setProperty('--own', `var(--series-${index % LIGHT.series.length})`);
    const [name, number] = [document.createElement('span'), document.createElement('span')];
    name.textContent = label;
    number.textContent = value;
    row.append(name, number);
    return row;
  }

  /** Beside the pointer, within the window. */
  private moveTo({ clientX, clientY }: MouseEvent): void {
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const left = clientX + AWAY + width > innerWidth ? clientX - AWAY - width : clientX + AWAY;
    const top = clientY + AWAY + height > innerHeight ? clientY - AWAY - height : clientY + AWAY;
    style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
    style.top = `${Math.max(4, top)}px`;
  }
}

/** A value with its interval, in the words of the tables. */
function written({ mean, low, high }: Value, { unit }: Probed): string {
  const of = (value: number | null | undefined) =>
    quantity(value === null || value === undefined ? null : value / CHART_UNITS[unit], unit);
  const bounded = low !== undefined && low !== null && low !== high;
  return bounded ? `${of(mean)} (${of(Math.max(0, low))} to ${of(high)})` : of(mean);
}
