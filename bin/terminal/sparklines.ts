/** Goodput over time, a line for each strategy, with the faults below. */
import { clock } from '../../reports/numbers/clock.js';
import { quantity } from '../../reports/numbers/quantity.js';
import { labelOf } from '../../reports/strategies.js';
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { visibleWidth } from './layout.js';
import { paint } from './paint.js';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const LONGEST = 60;

export function sparklines(result: ExperimentResult, width: number): string {
  const { strategies, scenario } = result;
  const labels = strategies.map((each) => (strategies.length === 1 ? '' : labelOf(each)));
  const margin = Math.max(...[...labels, 'faults'].map(visibleWidth)) + 2;
  const length = Math.min(LONGEST, width - margin);
  const curves = strategies.map((strategy) => resampled(goodputOf(strategy), length));
  const top = Math.max(...curves.flat());
  if (!(top > 0)) return '';
  const lines = curves.map(
    (curve, index) => (labels[index] as string).padEnd(margin) + paint.cyan(drawn(curve, top)),
  );
  const scale = `0 to ${quantity(Number(top.toPrecision(3)), 'rate')}, ${clock(0, scenario.duration)} to ${clock(scenario.duration, scenario.duration)}`;
  const heading = `${paint.bold('goodput')}  ${paint.dim(scale)}`;
  return `${[heading, ...lines, ...faultLines(result, margin, length)].join('\n')}\n`;
}

/** Useful answers per second, of all clients together. */
function goodputOf({ clients }: StrategyResult): readonly number[] {
  const curves = Object.values(clients).map(({ timeline }) => timeline.useful.mean);
  const slices = Math.max(0, ...curves.map((curve) => curve.length));
  return Array.from({ length: slices }, (_, slice) =>
    curves.reduce((sum, curve) => sum + (curve[slice] ?? 0), 0),
  );
}

/** As many values as there are columns, each the mean of what falls into it. */
function resampled(values: readonly number[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    const part = values.slice(from, to);
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  });
}

function drawn(curve: readonly number[], top: number): string {
  return curve
    .map((value) => BARS[Math.min(BARS.length - 1, Math.round((value / top) * (BARS.length - 1)))])
    .join('');
}

/** Faults are the same for all strategies: what they did in the first replication of the first one. */
function faultLines(
  { strategies, scenario: { duration } }: ExperimentResult,
  margin: number,
  length: number,
): readonly string[] {
  const faults = (strategies[0]?.faults ?? []).filter(({ windows }) => windows.length > 0);
  if (faults.length === 0) return [];
  const marks = new Array<string>(length).fill(' ');
  for (const [from, to] of faults.flatMap(({ windows }) => windows)) {
    const first = Math.floor((from / duration) * length);
    const last = Math.max(first + 1, Math.ceil(((to ?? duration) / duration) * length));
    marks.fill('▔', Math.min(first, length - 1), Math.min(last, length));
  }
  const told = faults.map(({ name, windows }) => {
    const [from, to] = windows[0] as (typeof windows)[number];
    const until = to === null ? 'the end' : clock(to, duration);
    const more = windows.length > 1 ? `, ${windows.length} times` : '';
    return `${name} ${clock(from, duration)} to ${until}${more}`;
  });
  const indent = ' '.repeat(margin);
  return [
    `${'faults'.padEnd(margin)}${paint.red(marks.join('').trimEnd())}`,
    ...told.map((text) => indent + paint.dim(text)),
  ];
}
