/** Clients' requests: how many, how well they were answered, how fast. */
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, type Instant, SECOND } from '../kernel/time.js';
import { Histogram, type HistogramData, type Summary } from '../math/histogram.js';
import type { Fault, Outcome } from '../primitives/outcome.js';
import { requestAnswered, requestSent } from '../traffic/client.js';
import type { Observer } from './observer.js';
import { Timeline } from './timeline.js';

/** A way to fail and who failed so: how often. */
export interface FailureCount {
  readonly fault: Fault;
  readonly by: string;
  readonly count: number;
}

/**
 * What a run tells of a client. Only requests sent after the warm-up count; each is one request, however
 * many attempts were made for it. Times in nanoseconds, from the intended send time.
 */
export interface RequestResult {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Not answered when the run ended. */
  readonly unanswered: number;
  /** Of those that succeeded: without some optional part, and with a substitute. */
  readonly partial: number;
  readonly substitute: number;
  /** Of those that succeeded: in time to be of use. */
  readonly useful: number;
  readonly failures: readonly FailureCount[];
  /** Of the requests that succeeded. */
  readonly latency: Summary;
  /** Of the requests that failed. */
  readonly failureLatency: Summary;
  readonly histogram: HistogramData;
  /**
   * By slice of the timeline, per second: requests sent, and those of them that were answered usefully before the
   * run was over; answers that came in it, by how they ended; percentiles of those.
   */
  readonly timeline: {
    readonly sent: readonly number[];
    readonly served: readonly number[];
    readonly succeeded: readonly number[];
    readonly useful: readonly number[];
    readonly failed: readonly number[];
    readonly p50: readonly number[];
    readonly p99: readonly number[];
  };
}

interface RequestPlan {
  readonly name: string;
  readonly usefulWithin: number;
}

/** Requests within one slice of the timeline. What counts for the run as a whole is added up when it ends. */
class Slice {
  sent = 0;
  succeeded = 0;
  useful = 0;
  failed = 0;
  readonly latency = new Histogram();
  /** Of requests sent before the warm-up was over. */
  readonly early = new Histogram();

  clear(): void {
    this.sent = 0;
    this.succeeded = 0;
    this.useful = 0;
    this.failed = 0;
    this.latency.clear();
    this.early.clear();
  }
}

class Account {
  /** Of the requests sent in each slice, those that were answered usefully. */
  readonly served: number[] = [0];
  sent = 0;
  succeeded = 0;
  failed = 0;
  partial = 0;
  substitute = 0;
  useful = 0;
  readonly failures = new Map<Outcome, number>();
  readonly latency = new Histogram();
  readonly failureLatency = new Histogram();
  readonly slice = new Slice();

  constructor(readonly usefulWithin: Duration) {}
}

export class Requests implements Observer {
  private readonly accounts: readonly Account[];
  private readonly rows: Readonly<
    Record<Exclude<keyof RequestResult['timeline'], 'served'>, Timeline>
  >;
  private measuredFrom: Instant = 0;
  /** Ends of the slices so far, after the instant at which the first began. */
  private readonly slicedAt: Instant[] = [0];

  constructor(
    simulation: Simulation,
    private readonly plans: readonly RequestPlan[],
  ) {
    this.accounts = plans.map(({ usefulWithin }) => new Account(usefulWithin));
    const timeline = () => new Timeline(plans.length);
    this.rows = {
      sent: timeline(),
      succeeded: timeline(),
      useful: timeline(),
      failed: timeline(),
      p50: timeline(),
      p99: timeline(),
    };
    const { probe } = simulation;
    probe.on(requestSent, ({ client }) => {
      const account = this.accounts[client] as Account;
      account.sent++;
      account.slice.sent++;
    });
    probe.on(requestAnswered, (request, outcome) => {
      const { client, sentAt } = request;
      this.answered(client, outcome, sentAt, simulation.now - sentAt);
    });
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const account of this.accounts) {
      account.sent = 0;
      account.succeeded = 0;
      account.failed = 0;
      account.partial = 0;
      account.substitute = 0;
      account.useful = 0;
      account.failures.clear();
      account.latency.clear();
      account.slice.early.merge(account.slice.latency);
      account.slice.latency.clear();
      account.failureLatency.clear();
    }
  }

  slice(now: Instant): void {
    const seconds = Math.max(1, now - (this.slicedAt.at(-1) as Instant)) / SECOND;
    this.slicedAt.push(now);
    const { rows } = this;
    for (const { slice, latency, served } of this.accounts) {
      served.push(0);
      latency.merge(slice.latency);
      slice.latency.merge(slice.early);
      rows.sent.push(slice.sent / seconds);
      rows.succeeded.push(slice.succeeded / seconds);
      rows.useful.push(slice.useful / seconds);
      rows.failed.push(slice.failed / seconds);
      const [p50, p99] = slice.latency.quantiles(0.5, 0.99) as [number, number];
      rows.p50.push(p50);
      rows.p99.push(p99);
      slice.clear();
    }
  }

  /** Requests that have been sent and not answered, of all clients. */
  get open(): number {
    return this.accounts.reduce(
      (sum, { sent, succeeded, failed }) => sum + sent - succeeded - failed,
      0,
    );
  }

  /** By client, when the last slice is over. */
  timelines(): RequestResult['timeline'][] {
    return this.plans.map((_, index) => this.timelineOf(index));
  }

  /** With the timelines; by now requests may have been answered that were open when those ended. */
  results(timelines: readonly RequestResult['timeline'][]): Record<string, RequestResult> {
    return Object.fromEntries(
      this.plans.map(({ name }, index) => {
        const timeline = timelines[index] as RequestResult['timeline'];
        return [name, { ...resultOf(this.accounts[index] as Account), timeline }];
      }),
    );
  }

  private timelineOf(index: number): RequestResult['timeline'] {
    const { sent, succeeded, useful, failed, p50, p99 } = this.rows;
    return {
      sent: sent.of(index),
      served: this.servedOf(index),
      succeeded: succeeded.of(index),
      useful: useful.of(index),
      failed: failed.of(index),
      p50: p50.of(index),
      p99: p99.of(index),
    };
  }

  /** Of the requests sent in each slice, those that have been answered usefully, per second. */
  private servedOf(index: number): number[] {
    const { slicedAt } = this;
    const { served } = this.accounts[index] as Account;
    return slicedAt.slice(1).map((end, slice) => {
      const length = Math.max(1, end - (slicedAt[slice] as Instant));
      return (served[slice] as number) / (length / SECOND);
    });
  }

  /** The slice in which a request was sent: mostly this one or the one before. */
  private sliceOf(sentAt: Instant): number {
    const { slicedAt } = this;
    let slice = slicedAt.length - 1;
    while (slice > 0 && sentAt <= (slicedAt[slice] as Instant)) slice--;
    return slice;
  }

  private answered(client: number, outcome: Outcome, sentAt: Instant, latency: Duration): void {
    const account = this.accounts[client] as Account;
    const counts = sentAt >= this.measuredFrom;
    const { slice, served } = account;
    if (outcome.ok) {
      const useful = latency <= account.usefulWithin;
      slice.succeeded++;
      if (useful) {
        slice.useful++;
        const sentIn = this.sliceOf(sentAt);
        served[sentIn] = (served[sentIn] as number) + 1;
      }
      if (!counts) {
        slice.early.record(latency);
        return;
      }
      slice.latency.record(latency);
      account.succeeded++;
      if (useful) account.useful++;
      if (outcome.grade === 'partial') account.partial++;
      else if (outcome.grade === 'substitute') account.substitute++;
    } else {
      slice.failed++;
      if (!counts) return;
      account.failed++;
      account.failures.set(outcome, (account.failures.get(outcome) ?? 0) + 1);
      account.failureLatency.record(latency);
    }
  }
}

function resultOf(account: Account): Omit<RequestResult, 'timeline'> {
  const { sent, succeeded, failed, partial, substitute, useful, slice } = account;
  const latency = new Histogram();
  latency.merge(account.latency);
  latency.merge(slice.latency);
  return {
    sent,
    succeeded,
    failed,
    unanswered: sent - succeeded - failed,
    partial,
    substitute,
    useful,
    failures: failureCounts(account.failures),
    latency: latency.summary(),
    failureLatency: account.failureLatency.summary(),
    histogram: latency.toData(),
  };
}

/** Failures by fault and by who said no, the most frequent first. */
export function failureCounts(failures: ReadonlyMap<Outcome, number>): FailureCount[] {
  const counts = new Map<string, FailureCount>();
  for (const [{ fault, by }, count] of failures) {
    const key = `${fault} ${by}`;
    const before = counts.get(key)?.count ?? 0;
    counts.set(key, { fault: fault as Fault, by, count: before + count });
  }
  return [...counts.values()].sort(
    (a, b) => b.count - a.count || order(`${a.fault} ${a.by}`, `${b.fault} ${b.by}`),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
