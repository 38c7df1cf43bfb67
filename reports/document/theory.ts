/** Theory: what is known beforehand, beside what was observed. */
import type { ExperimentResult } from '../../sim/index.js';
import { interval } from '../numbers/interval.js';
import { quantity } from '../numbers/quantity.js';
import { labelOf } from '../strategies.js';
import { name, says } from './phrase.js';
import type { Table } from './table.js';

/** Null for a scenario that theory says nothing of. */
export function theoryTable({ strategies }: ExperimentResult): Table | null {
  const several = strategies.length > 1;
  const rows = strategies.flatMap((strategy) =>
    strategy.theory.map(
      ({ measure, unit, expected, within, observed, low, high, agrees, source }) => [
        { text: several ? says`${name(measure)}, ${name(labelOf(strategy))}` : [name(measure)] },
        { text: [quantity(expected, unit)], value: expected },
        { text: [quantity(within, unit)], value: within },
        { text: [interval({ mean: observed, low, high }, unit)], value: observed },
        {
          text: [agrees ? '✓ agrees' : '✗ differs'],
          tone: agrees ? ('good' as const) : ('bad' as const),
        },
        { text: [source] },
      ],
    ),
  );
  if (rows.length === 0) return null;
  const column = (label: string, align: 'left' | 'right') => ({ label: [label], align });
  return {
    name: 'theory',
    title: says`Theory`,
    columns: [
      column('measure', 'left'),
      column('expected', 'right'),
      column('within', 'right'),
      column('observed', 'right'),
      column('verdict', 'left'),
      column('source', 'left'),
    ],
    rows,
  };
}
