/** Why requests failed, and who said no: the most frequent first. */
import { significant } from '../../reports/numbers/digits.js';
import type { ExperimentResult } from '../../sim/index.js';
import { paint } from './paint.js';
import { table } from './table.js';

const MOST = 6;

export function failuresTable({ strategies, scenario }: ExperimentResult): string {
  const [strategy] = strategies;
  const all = Object.entries(strategy?.clients ?? {})
    .flatMap(([client, { failures }]) => failures.map((failure) => ({ client, ...failure })))
    .sort((a, b) => b.count - a.count);
  if (all.length === 0) return '';
  const rows = all
    .slice(0, MOST)
    .map(({ client, fault, by, count }) => [
      significant(Number(count.toPrecision(3))),
      paint.red(fault),
      by === '' ? '' : `by ${by}`,
      paint.dim(`asked by ${client}`),
    ]);
  const rest = all.length - rows.length;
  const more = rest > 0 ? paint.dim(`  and ${rest} more kinds\n`) : '';
  const scope = scenario.replications === 1 ? 'in the run' : 'in a run, on average';
  const heading = `${paint.bold('failures')}  ${paint.dim(scope)}\n`;
  return heading + table(rows, ['right', 'left', 'left', 'left'], 2) + more;
}
