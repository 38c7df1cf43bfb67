/** Objectives as their author wrote them, taken apart. */
import type { ExperimentResult, StrategyResult } from '../sim/index.js';
import { quantity, type Unit } from './numbers/quantity.js';

export interface WrittenObjective {
  readonly text: string;
  /** Such as `shoppers.p99`. */
  readonly measure: string;
  readonly comparison: string;
  /** The limit as written, such as `800ms`. */
  readonly limit: string;
}

export function readObjective(text: string): WrittenObjective {
  const [, measure = text, comparison = '', limit = ''] =
    /^\s*(.+?)\s*(<=|>=|<|>|=)\s*(.+?)\s*$/.exec(text) ?? [];
  return { text, measure, comparison, limit };
}

/** A judged value in the unit of its measure. */
export function judged(strategy: StrategyResult, text: string, value: number | null): string {
  const { measure, limit } = readObjective(text);
  return quantity(value, strategy.measures[measure]?.unit ?? unitOf(limit));
}

/** A latency that a share of a client's requests may not exceed. */
export interface LatencyLimit {
  readonly text: string;
  /** Empty for all clients together. */
  readonly client: string;
  readonly share: number;
  readonly nanoseconds: number;
}

/** Upper limits of latency percentiles among the objectives. */
export function latencyLimits({ scenario }: ExperimentResult): readonly LatencyLimit[] {
  return scenario.objectives.flatMap((text) => {
    const { measure, comparison, limit } = readObjective(text);
    const [, client = '', percentile] = /^(?:(.+)\.)?p(\d{1,2}(?:\.\d+)?)$/.exec(measure) ?? [];
    const nanoseconds = nanosecondsIn(limit);
    if (percentile === undefined || !comparison.startsWith('<') || nanoseconds === null) return [];
    return [{ text, client, share: Number(percentile) / 100, nanoseconds }];
  });
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86400e9,
};

function nanosecondsIn(limit: string): number | null {
  const [, count, unit = ''] = /^([\d.]+(?:e[+-]?\d+)?)([a-z]+)$/.exec(limit) ?? [];
  const size = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
  return count === undefined || size === undefined ? null : Number(count) * size;
}

/** The unit of a limit tells that of a measure which the tables do not hold. */
function unitOf(limit: string): Unit {
  if (nanosecondsIn(limit) !== null) return 'duration';
  if (limit.endsWith('%')) return 'share';
  return limit.includes('/') ? 'rate' : 'count';
}
