/** Metrics: what a run is judged by, each with its unit and which way is better. */
import type { Summary } from '../math/histogram.js';
import type { EffectResult } from '../telemetry/ledger.js';
import type { SubscriptionResult } from '../telemetry/messages.js';
import type { StationResult } from '../telemetry/stations.js';
import type { Context } from './context.js';
import type { Value } from './estimate.js';

/** Durations are in nanoseconds, shares between 0 and 1, rates per second. */
export type Unit = 'duration' | 'share' | 'rate' | 'count' | 'ratio';

/** Requests of one client, or of all of them together. */
export interface RequestGroup {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly unanswered: number;
  readonly substitute: number;
  readonly partial: number;
  readonly useful: number;
  /** Of those that succeeded, and of those that failed. */
  readonly latency: Summary;
  readonly failureLatency: Pick<Summary, 'count' | 'mean'>;
  readonly measured: number;
}

/** What each kind of metric is taken from. */
export interface Subjects {
  /** A client by name, or all clients: written without a name. */
  readonly requests: RequestGroup;
  readonly service: StationResult;
  readonly broker: readonly SubscriptionResult[];
  readonly effect: EffectResult;
  /** The run as a whole. */
  readonly run: Context;
}

export type Scope = keyof Subjects;

export interface Metric<S extends Scope = Scope> {
  /** The word in objectives, after the name of its subject. */
  readonly kind: string;
  readonly scope: S;
  readonly summary: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** Only computed where an objective or a theory asks for it: too special for every table. */
  readonly onRequest?: true;
  /** The value in one run; null when there is none, Infinity for a recovery that never came. */
  readonly of: (subject: Subjects[S], context: Context) => Value;
}

export function defineMetric<S extends Scope>(metric: Metric<S>): Metric<S> {
  return metric;
}

/** A value of a summary, unless nothing was observed. */
export function observed(summary: Summary, pick: (summary: Summary) => number): Value {
  return summary.count === 0 ? null : pick(summary);
}
