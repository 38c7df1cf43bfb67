/** Objectives: `shoppers.p99 < 800ms`, read from a scenario and judged by its runs. */

import type { Node } from '../catalogue/tree.js';
import { nodeAt } from '../catalogue/tree.js';
import { DURATION, type Quantity, RATE, SHARE } from '../catalogue/units.js';
import { type Finding, type Place, shown, unknownName } from '../scenario/finding.js';
import type { Estimate } from './estimate.js';
import type { Unit } from './metric.js';
import { findMeasure, type Measure, type Names } from './subject.js';

const COMPARISONS = ['<=', '>=', '<', '>', '='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Objective {
  /** As the author wrote it. */
  readonly text: string;
  readonly measure: Measure;
  readonly comparison: Comparison;
  readonly limit: number;
}

export interface Judgement {
  readonly text: string;
  readonly met: boolean;
  /** Whether the whole interval is on the same side of the limit. */
  readonly sure: boolean;
  readonly value: number | null;
}

const QUANTITIES: Partial<Record<Unit, Quantity>> = {
  duration: DURATION,
  share: SHARE,
  rate: RATE,
};

/** Reads one objective; a finding when it is not one. */
export function readObjective(
  text: string,
  index: number,
  names: Names,
  tree: Node,
): Objective | Finding {
  const path = ['objectives', index];
  const place = { path, span: nodeAt(tree, path).span };
  const match = /^\s*(.+?)\s*(<=|>=|<|>|=)\s*(.+?)\s*$/.exec(text);
  if (match === null) {
    return { ...place, expected: 'a measure, one of < <= = >= >, and a value', got: shown(text) };
  }
  const [, name = '', comparison, limitText = ''] = match;
  const measure = readMeasure(name, names, place);
  if ('expected' in measure) return measure;
  const limit = readValue(limitText, measure.metric.unit, place);
  if (typeof limit !== 'number') return limit;
  return { text, measure, comparison: comparison as Comparison, limit };
}

/** The measure that a name names, or a finding with the nearest name. */
export function readMeasure(name: string, names: Names, place: Place): Measure | Finding {
  const measure = findMeasure(name, names);
  if ('metric' in measure) return measure;
  return unknownName(place, measure.got, measure.known, 'a measure of something that is there');
}

/** A value in base units, or a finding that says which units fit. */
export function readValue(text: string, unit: Unit, place: Place): number | Finding {
  const quantity = QUANTITIES[unit];
  const plain = /^\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : undefined;
  const value = quantity === undefined ? plain : quantity.read(text);
  // `success > 99` means 99 %.
  const isTooMuch = unit === 'share' && value !== undefined && value > 1;
  if (value !== undefined && !isTooMuch) return value;
  const expected = `${quantity?.expected ?? 'a number'}${isTooMuch ? ', at most 100%' : ''}`;
  return { ...place, expected, got: shown(text) };
}

/** Judges an objective by an estimate: by its mean, and for certain if the whole interval agrees. */
export function judge(objective: Objective, { mean, low, high }: Estimate): Judgement {
  const { text, measure, comparison, limit } = objective;
  if (mean === null) {
    // Without faults there is nothing to recover from; without successes there is no good latency.
    return { text, met: measure.metric.scope === 'run', sure: false, value: null };
  }
  const met = holds(mean, comparison, limit);
  const sure =
    low === null || high === null
      ? !Number.isFinite(mean)
      : holds(low, comparison, limit) === met && holds(high, comparison, limit) === met;
  return { text, met, sure, value: mean };
}

function holds(value: number, comparison: Comparison, limit: number): boolean {
  if (comparison === '<') return value < limit;
  if (comparison === '<=') return value <= limit;
  if (comparison === '>') return value > limit;
  if (comparison === '>=') return value >= limit;
  return value === limit;
}
