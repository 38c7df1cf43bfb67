/** Replications of one strategy, summed up. */
import { power } from '../math/arithmetic.js';
import { Histogram } from '../math/histogram.js';
import type { Variant } from '../scenario/compile.js';
import type { RequestResult } from '../telemetry/requests.js';
import type { PolicyResult } from '../telemetry/states.js';
import { type Context, contextOf } from './context.js';
import { estimate } from './estimate.js';
import { metrics } from './metrics/index.js';
import { judge, type Objective } from './objective.js';
import type {
  ClientFailure,
  ClientResult,
  CurvePoint,
  MeasureResult,
  PolicyTimeline,
  StrategyResult,
} from './result.js';
import type { RunResult } from './run.js';
import { type Series, seriesOf } from './series.js';
import { type Measure, type Names, valueIn } from './subject.js';
import { confront, type Theory } from './theory.js';

/** What a strategy is judged by: what the author wants, and what theory knows. */
export interface Yardstick {
  readonly objectives: readonly Objective[];
  readonly theory: readonly Theory[];
}

export function aggregate(
  variant: Variant,
  runs: readonly RunResult[],
  yardstick: Yardstick,
): StrategyResult {
  const contexts = runs.map((run) => contextOf(run, variant.linked));
  const names = namesOf(variant);
  const measures = measuresOf(names, contexts);
  const observe = (measure: Measure) =>
    estimate(contexts.map((context) => valueIn(measure, context)));
  const first = runs[0] as RunResult;
  return {
    strategy: variant.strategy,
    changes: variant.changes,
    fingerprints: runs.map(({ fingerprint }) => fingerprint),
    events: runs.reduce((sum, { events }) => sum + events, 0),
    measures,
    objectives: yardstick.objectives.map((each) => judge(each, observe(each.measure))),
    theory: yardstick.theory.map((each) => confront(each, observe(each.measure))),
    clients: byName(names.clients, (name) =>
      clientOf(runs.map((run) => run.clients[name] as RequestResult)),
    ),
    services: byName(names.services, (name) => {
      const timelines = runs.map(({ services }) => services[name]?.timeline);
      const series = (key: 'queue' | 'utilisation') =>
        seriesOf(timelines.map((each) => each?.[key] ?? []));
      return { timeline: { queue: series('queue'), utilisation: series('utilisation') } };
    }),
    subscriptions: byName(Object.keys(first.subscriptions), (name) => ({
      timeline: {
        backlog: seriesOf(runs.map((run) => run.subscriptions[name]?.timeline.backlog ?? [])),
      },
    })),
    policies: first.policies.map((_, index) =>
      policyOf(runs.map(({ policies }) => policies[index] as PolicyResult)),
    ),
    faults: first.faults,
  };
}

/** What objectives of a variant can be about. */
export function namesOf({ linked: { scenario, graph } }: Variant): Names {
  return {
    clients: Object.keys(scenario.clients),
    services: Object.keys(scenario.services),
    brokers: Object.keys(scenario.brokers),
    effects: graph.allEffects(),
  };
}

/** Every metric of every subject, by its name in objectives. */
function measuresOf(names: Names, contexts: readonly Context[]): Record<string, MeasureResult> {
  const results: Record<string, MeasureResult> = {};
  const add = (name: string, measure: Measure) => {
    const { unit, better } = measure.metric;
    const values = contexts.map((context) => valueIn(measure, context));
    results[name] = { unit, better, ...estimate(values) };
  };
  for (const metric of metrics) {
    const { scope, kind, onRequest } = metric;
    if (onRequest === true) continue;
    if (scope === 'requests' || scope === 'run') add(kind, { metric, subject: '' });
    const subjects = {
      requests: names.clients,
      service: names.services,
      broker: names.brokers,
      effect: names.effects,
      run: [],
    }[scope];
    const prefix = scope === 'effect' ? 'effects.' : '';
    for (const subject of subjects) add(`${prefix}${subject}.${kind}`, { metric, subject });
  }
  return results;
}

function clientOf(results: readonly RequestResult[]): ClientResult {
  const latency = new Histogram();
  for (const { histogram } of results) latency.merge(Histogram.fromData(histogram));
  const series = (key: keyof RequestResult['timeline'], gaps: boolean): Series =>
    seriesOf(
      results.map(({ timeline }) => timeline[key]),
      gaps,
    );
  return {
    sent: results.reduce((sum, { sent }) => sum + sent, 0) / results.length,
    failures: meanFailures(results),
    curve: curveOf(latency),
    timeline: {
      sent: series('sent', false),
      useful: series('useful', false),
      failed: series('failed', false),
      p50: series('p50', true),
      p99: series('p99', true),
    },
  };
}

function meanFailures(results: readonly RequestResult[]): ClientFailure[] {
  const means = new Map<string, ClientFailure>();
  for (const { failures, unanswered } of results) {
    const silence = { fault: 'unanswered', by: '', count: unanswered } as const;
    for (const { fault, by, count } of unanswered > 0 ? [...failures, silence] : failures) {
      const key = `${fault} ${by}`;
      const before = means.get(key)?.count ?? 0;
      means.set(key, { fault, by, count: before + count / results.length });
    }
  }
  return [...means.values()].sort((a, b) => b.count - a.count);
}

/** Latencies at shares that lie evenly on an axis of nines: 0, 90, 99, 99.9 % ... */
function curveOf(latency: Histogram): CurvePoint[] {
  const points: CurvePoint[] = [];
  if (latency.count === 0) return points;
  // A tail that fewer than one request in the sample makes up says nothing.
  for (let step = 0; step <= 100; step++) {
    const tail = power(10, -step / 20);
    if (tail * latency.count < 1) break;
    const share = Number((1 - tail).toPrecision(8));
    points.push([share, latency.quantile(share)]);
  }
  return points;
}

function policyOf(results: readonly PolicyResult[]): PolicyTimeline {
  const { kind, place, instance, copies } = results[0] as PolicyResult;
  const states = new Set(results.flatMap(({ timeline }) => Object.keys(timeline)));
  const entered: Record<string, number> = {};
  for (const result of results) {
    for (const [state, count] of Object.entries(result.entered)) {
      entered[state] = (entered[state] ?? 0) + count / results.length;
    }
  }
  return {
    kind,
    place,
    instance,
    copies,
    entered,
    states: byName([...states].sort(), (state) =>
      seriesOf(results.map(({ timeline }) => timeline[state] ?? [])),
    ),
  };
}

function byName<T>(names: readonly string[], make: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
