/** Results: what an experiment gives, as plain data. Reports are made from this alone. */
import type { FailureCount } from '../telemetry/requests.js';
import type { FaultResult } from '../telemetry/states.js';
import type { Difference, Estimate } from './estimate.js';
import type { Unit } from './metric.js';
import type { Judgement } from './objective.js';
import type { Series } from './series.js';
import type { TheoryResult } from './theory.js';

/** One point of a percentile curve: a share of the requests, and the latency it does not exceed. */
export type CurvePoint = readonly [share: number, nanoseconds: number];

/** A measure by its name in objectives: `p99`, `shoppers.success`, `effects.charge.lost`, `recovery`. */
export interface MeasureResult extends Estimate {
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
}

/** A way in which requests failed, and who failed so: how often. What had no answer in the end has failed too. */
export interface ClientFailure extends Omit<FailureCount, 'fault'> {
  readonly fault: FailureCount['fault'] | 'unanswered';
}

export interface ClientResult {
  readonly sent: number;
  /** Mean over replications, the most frequent first. */
  readonly failures: readonly ClientFailure[];
  readonly curve: readonly CurvePoint[];
  readonly timeline: {
    readonly sent: Series;
    readonly useful: Series;
    readonly failed: Series;
    readonly p50: Series;
    readonly p99: Series;
  };
}

export interface ServiceResult {
  readonly timeline: { readonly queue: Series; readonly utilisation: Series };
}

export interface SubscriptionTimeline {
  readonly timeline: { readonly backlog: Series };
}

export interface PolicyTimeline {
  readonly kind: string;
  readonly place: string;
  /** The instance of the callee that it is about, from 1 on; null when it is about all of them. */
  readonly instance: number | null;
  readonly copies: number;
  /** How often its copies came into each state, mean over replications. */
  readonly entered: Readonly<Record<string, number>>;
  /** Share of the copies' time in each state, by slice. */
  readonly states: Readonly<Record<string, Series>>;
}

/** One strategy's replications, summed up. */
export interface StrategyResult {
  /** Empty for a scenario without strategies. */
  readonly strategy: string;
  /** What it changes, as paths into the scenario. */
  readonly changes: readonly string[];
  /** By replication. */
  readonly fingerprints: readonly string[];
  readonly events: number;
  readonly measures: Readonly<Record<string, MeasureResult>>;
  readonly objectives: readonly Judgement[];
  readonly theory: readonly TheoryResult[];
  readonly clients: Readonly<Record<string, ClientResult>>;
  readonly services: Readonly<Record<string, ServiceResult>>;
  readonly subscriptions: Readonly<Record<string, SubscriptionTimeline>>;
  readonly policies: readonly PolicyTimeline[];
  /** In the first replication. */
  readonly faults: readonly FaultResult[];
}

/** A strategy beside the baseline, measure by measure. */
export interface ComparedMeasure extends Difference {
  readonly strategy: string;
  readonly measure: string;
  /** Whether the difference is real: it stands when all strategies are looked at together. */
  readonly real: boolean;
  readonly verdict: 'better' | 'worse' | 'no difference shown';
}

/** What `run` and `compare` give. */
export interface ExperimentResult {
  readonly faultline: string;
  readonly scenario: {
    readonly name: string;
    readonly question: string;
    /** As given on the command line; empty for a scenario built in TypeScript. */
    readonly file: string;
    readonly seed: number;
    readonly replications: number;
    /** Seconds of simulated time. */
    readonly duration: number;
    readonly warmup: number;
    /** Seconds of one slice of every timeline. */
    readonly slice: number;
    readonly objectives: readonly string[];
    /** Clients, services and brokers, and who calls whom. */
    readonly edges: readonly string[];
  };
  /** Sixteen hexadecimal digits over the fingerprints of all runs. */
  readonly fingerprint: string;
  readonly baseline: string;
  readonly strategies: readonly StrategyResult[];
  /** Empty with a single strategy. */
  readonly differences: readonly ComparedMeasure[];
}
