/** Subjects: what a metric in an objective is about, found by name, and its value in a run. */
import { Histogram } from '../math/histogram.js';
import { OnlineMoments } from '../math/moments.js';
import type { Context } from './context.js';
import type { Value } from './estimate.js';
import type { Metric, RequestGroup, Scope, Subjects } from './metric.js';
import { findMetric, metrics } from './metrics/index.js';

/** Names that objectives can use, by scope. */
export interface Names {
  readonly clients: readonly string[];
  readonly services: readonly string[];
  readonly brokers: readonly string[];
  readonly effects: readonly string[];
}

/** A metric of something: `shoppers.p99`, `effects.charge.lost`, `recovery`. */
export interface Measure {
  readonly metric: Metric;
  /** The client, service, broker or effect; empty for all requests or the whole run. */
  readonly subject: string;
}

/** What is wrong with the name of a measure, and names that would do. */
export interface Unknown {
  readonly got: string;
  readonly known: readonly string[];
}

/** Finds the measure that a text names. */
export function findMeasure(text: string, names: Names): Measure | Unknown {
  const parts = text.split('.');
  if (parts[0] === 'effects') {
    const [, effect = '', ...rest] = parts;
    if (!names.effects.includes(effect))
      return unknown(`effects.${effect}`, prefixed('effects.', names.effects));
    return measure('effect', effect, rest.join('.'));
  }
  const scope = scopeOf(parts[0] ?? '', names);
  if (scope !== null) return measure(scope, parts[0] as string, parts.slice(1).join('.'));
  for (const whole of ['requests', 'run'] as const) {
    const metric = findMetric(whole, text);
    if (metric !== undefined) return { metric, subject: '' };
  }
  const all = [
    ...names.clients,
    ...names.services,
    ...names.brokers,
    ...kindsOf('requests'),
    ...kindsOf('run'),
  ];
  return unknown(parts[0] ?? '', names.effects.length > 0 ? [...all, 'effects'] : all);
}

function measure(scope: Scope, subject: string, kind: string): Measure | Unknown {
  const metric = findMetric(scope, kind);
  return metric === undefined ? unknown(kind, kindsOf(scope)) : { metric, subject };
}

function scopeOf(name: string, { clients, services, brokers }: Names): Scope | null {
  if (clients.includes(name)) return 'requests';
  if (services.includes(name)) return 'service';
  return brokers.includes(name) ? 'broker' : null;
}

function unknown(got: string, known: readonly string[]): Unknown {
  return { got, known };
}

function kindsOf(scope: Scope): string[] {
  return metrics.filter((metric) => metric.scope === scope).map(({ kind }) => kind);
}

function prefixed(prefix: string, names: readonly string[]): string[] {
  return names.map((name) => prefix + name);
}

/** The value of a measure in one run. */
export function valueIn({ metric, subject }: Measure, context: Context): Value {
  return metric.of(subjectOf(metric.scope, subject, context) as never, context);
}

function subjectOf(scope: Scope, name: string, context: Context): Subjects[Scope] | undefined {
  const { run } = context;
  if (scope === 'requests') return requestGroup(context, name);
  if (scope === 'service') return run.services[name];
  if (scope === 'effect') return run.effects[name];
  if (scope === 'run') return context;
  return Object.entries(run.subscriptions)
    .filter(([subscription]) => subscription.startsWith(`${name} -> `))
    .map(([, result]) => result);
}

/** One client's requests, or all clients' together. */
function requestGroup({ run }: Context, client: string): RequestGroup {
  const chosen = client === '' ? Object.values(run.clients) : [run.clients[client]];
  const latency = new Histogram();
  const failureLatency = new OnlineMoments();
  const sum = {
    sent: 0,
    succeeded: 0,
    failed: 0,
    unanswered: 0,
    substitute: 0,
    partial: 0,
    useful: 0,
  };
  for (const result of chosen) {
    if (result === undefined) continue;
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += result[key];
    latency.merge(Histogram.fromData(result.histogram));
    failureLatency.merge({ ...result.failureLatency, squares: 0 });
  }
  return { ...sum, latency: latency.summary(), failureLatency, measured: run.measured };
}
