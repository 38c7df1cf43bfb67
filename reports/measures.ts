/** Measures that comparisons show: which, in which order, in which words. */
import type { Estimate, ExperimentResult, MeasureResult } from '../sim/index.js';
import { name, type Phrase, says } from './document/phrase.js';
import { significant } from './numbers/digits.js';
import { measured } from './numbers/interval.js';
import { quantity, type Unit } from './numbers/quantity.js';

export interface ShownMeasure {
  /** Its name in objectives and results. */
  readonly measure: string;
  /** At the head of its row. */
  readonly label: Phrase;
  /** What it means, in a few words. */
  readonly explanation: string;
  readonly unit: Unit;
  /** In a sentence: `improves p99 from ... to ...`. */
  readonly noun: Phrase;
  /** What is written after a bare number in place of the unit's sign. */
  readonly suffix?: string;
}

/** How a measure is written. */
type Written = Pick<ShownMeasure, 'unit' | 'suffix'>;

/** Measures that say something in this result, the most important first. */
export function shownMeasures(result: ExperimentResult): readonly ShownMeasure[] {
  const effects = effectsOf(result);
  return [...ANSWERS, ...effects.flatMap(ofEffect), ...WORK, RECOVERY].filter(({ measure }) =>
    isTold(valuesOf(result, measure), measure),
  );
}

/** A value of a shown measure. */
export function shownValue({ unit, suffix }: Written, value: number | null): string {
  if (suffix === undefined || value === null) return quantity(value, unit);
  return significant(value) + suffix;
}

/** A shown measure with its interval. */
export function shownInterval(written: Written, estimate: Estimate): string {
  const { mean, half, suffix } = measured(estimate, written.unit);
  if (half === null) return shownValue(written, estimate.mean);
  return `${mean} ± ${half}${written.suffix ?? suffix}`;
}

/** Names of the business effects, in the order of the results. */
export function effectsOf({ strategies }: ExperimentResult): readonly string[] {
  const names = strategies.flatMap(({ measures }) =>
    Object.keys(measures).flatMap((each) => /^effects\.(.+)\.applied$/.exec(each)?.[1] ?? []),
  );
  return [...new Set(names)];
}

const ANSWERS: readonly ShownMeasure[] = [
  {
    measure: 'success',
    label: says`success`,
    explanation: 'requests answered well',
    unit: 'share',
    noun: says`success`,
  },
  {
    measure: 'goodput',
    label: says`goodput`,
    explanation: 'answered well and in time, per second',
    unit: 'rate',
    noun: says`goodput`,
  },
  {
    measure: 'degraded',
    label: says`degraded`,
    explanation: 'successes that are partial or a substitute',
    unit: 'share',
    noun: says`the share of degraded answers`,
  },
  ...(
    [
      ['p50', 'half of the successes are faster'],
      ['p99', '99 in 100 are faster'],
      ['p99.9', '999 in 1,000 are faster'],
    ] as const
  ).map(
    ([percentile, explanation]): ShownMeasure => ({
      measure: percentile,
      label: says`latency, ${percentile}`,
      explanation,
      unit: 'duration',
      noun: says`${percentile}`,
    }),
  ),
];

function ofEffect(effect: string): readonly ShownMeasure[] {
  const of = (kind: string) => `effects.${effect}.${kind}`;
  const it = name(effect);
  return [
    {
      measure: of('delay-p99'),
      label: says`${it} done, p99`,
      explanation: 'from request to effect, at once or later',
      unit: 'duration',
      noun: says`the p99 delay of ${it}`,
    },
    {
      measure: of('lost'),
      label: says`${it} lost`,
      explanation: 'promised, and never done',
      unit: 'count',
      noun: says`lost ${it}`,
    },
    {
      measure: of('duplicated'),
      label: says`${it} doubled`,
      explanation: 'done again for the same request',
      unit: 'count',
      noun: says`doubled ${it}`,
    },
    {
      measure: of('unacknowledged'),
      label: says`${it} denied`,
      explanation: 'done, though a failure was reported',
      unit: 'count',
      noun: says`${it} done but reported as failed`,
    },
    {
      measure: of('pending'),
      label: says`${it} pending`,
      explanation: 'promised, still to come at the end',
      unit: 'count',
      noun: says`${it} still to come at the end`,
    },
  ];
}

const WORK: readonly ShownMeasure[] = [
  {
    measure: 'amplification',
    label: says`amplification`,
    explanation: 'calls over calls needed, worst service',
    unit: 'ratio',
    noun: says`amplification`,
  },
  {
    measure: 'wasted',
    label: says`wasted work`,
    explanation: 'core time for callers that had left',
    unit: 'share',
    noun: says`wasted work`,
  },
  {
    measure: 'core-seconds',
    label: says`core time`,
    explanation: 'busy cores, on average',
    unit: 'ratio',
    noun: says`core time`,
    suffix: ' cores',
  },
  {
    measure: 'messages',
    label: says`messages`,
    explanation: 'delivered to consumers, per second',
    unit: 'rate',
    noun: says`messages`,
  },
];

const RECOVERY: ShownMeasure = {
  measure: 'recovery',
  label: says`recovery`,
  explanation: 'after the last fault, until as before for good',
  unit: 'duration',
  noun: says`recovery`,
};

/** What can be zero everywhere without being news. */
const NEWS_IF_ANY = /^(degraded|messages|effects\..*\.(unacknowledged|pending))$/;

function isTold(values: readonly (number | null)[], measure: string): boolean {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && (!NEWS_IF_ANY.test(measure) || known.some((value) => value !== 0));
}

function valuesOf({ strategies }: ExperimentResult, measure: string): readonly (number | null)[] {
  return strategies.map(({ measures }) => meanOf(measures[measure]));
}

function meanOf(measure: MeasureResult | undefined): number | null {
  return measure?.mean ?? null;
}
