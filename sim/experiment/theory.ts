/** Theory: known values beside observed ones. */
import { type Node, nodeAt } from '../catalogue/tree.js';
import type { Finding } from '../scenario/finding.js';
import type { Scenario } from '../scenario/shape.js';
import type { Estimate } from './estimate.js';
import type { Unit } from './metric.js';
import { readMeasure, readValue } from './objective.js';
import type { Measure, Names } from './subject.js';

/** A value that a right simulator must come near. */
export interface Theory {
  readonly measure: Measure;
  readonly name: string;
  readonly expected: number;
  /** The largest difference allowed, in the measure's unit. */
  readonly within: number;
  readonly source: string;
}

export interface TheoryResult {
  readonly measure: string;
  readonly unit: Unit;
  readonly expected: number;
  readonly within: number;
  readonly observed: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly agrees: boolean;
  readonly source: string;
}

/** Reads one known value of a scenario; a finding when it is not one. */
export function readTheory(
  written: Scenario['theory'][number],
  index: number,
  names: Names,
  tree: Node,
): Theory | Finding {
  const place = (key: string) => {
    const path = ['theory', index, key];
    return { path, span: nodeAt(tree, path).span };
  };
  const measure = readMeasure(written.measure, names, place('measure'));
  if ('expected' in measure) return measure;
  const { unit } = measure.metric;
  const expected = readValue(written.expected, unit, place('expected'));
  if (typeof expected !== 'number') return expected;
  const within = readWithin(written.within, expected, unit, place('within'));
  if (typeof within !== 'number') return within;
  return { measure, name: written.measure, expected, within, source: written.source };
}

/** A share of the expected value, or an amount in its unit. */
function readWithin(
  text: string,
  expected: number,
  unit: Unit,
  place: Pick<Finding, 'path' | 'span'>,
): number | Finding {
  const share = /^(\d+(?:\.\d+)?(?:e-?\d+)?)%$/.exec(text)?.[1];
  return share === undefined ? readValue(text, unit, place) : (Number(share) / 100) * expected;
}

export function confront(theory: Theory, { mean, low, high }: Estimate): TheoryResult {
  const { name, measure, expected, within, source } = theory;
  // The last bits of a mean are not what theory is about.
  const agrees = mean !== null && Math.abs(mean - expected) <= within + 1e-9 * Math.abs(expected);
  const { unit } = measure.metric;
  return { measure: name, unit, expected, within, observed: mean, low, high, agrees, source };
}
