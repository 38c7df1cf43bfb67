/** Services and how busy they were: where to look when something is slow. */
import { quantity, type Unit } from '../../reports/numbers/quantity.js';
import type { ExperimentResult } from '../../sim/index.js';
import { paint } from './paint.js';
import { table } from './table.js';

/** The metric of a service, and the head of its column. */
const COLUMNS: readonly (readonly [metric: string, head: string])[] = [
  ['visits', 'visits'],
  ['utilisation', 'busy'],
  ['queue', 'queue'],
  ['max-queue', 'longest'],
  ['wait-p99', 'wait p99'],
  ['sojourn-p99', 'answer p99'],
  ['rejected', 'rejected'],
];

export function servicesTable({ strategies }: ExperimentResult): string {
  const [strategy] = strategies;
  if (strategy === undefined) return '';
  const rows = Object.keys(strategy.services).map((service) => [
    service,
    ...COLUMNS.map(([metric]) => {
      const measure = strategy.measures[`${service}.${metric}`];
      return quantity(rounded(measure?.mean ?? null, measure?.unit), measure?.unit ?? 'count');
    }),
  ]);
  const head = [paint.bold('services'), ...COLUMNS.map(([, name]) => paint.dim(name))];
  return table([head, ...rows], ['left', ...COLUMNS.map(() => 'right' as const)]);
}

/** Three digits say where to look. */
function rounded(value: number | null, unit: Unit | undefined): number | null {
  return value === null || unit === 'share' ? value : Number(value.toPrecision(3));
}
