/** Every policy, ready to be put around any other: as it is written, and as it is told once more. */
import {
  coalesce,
  deadline,
  fallback,
  hedge,
  idempotency,
  passes,
  retry,
  type Told,
  timeout,
} from './reference.js';

/** A policy, and what it does with a single call that finds it fresh. */
interface Part {
  readonly policy: object;
  readonly told: Told;
}

const breaker = (manner: string, others: object = {}) => ({
  'circuit-breaker': {
    trip: { consecutive: 20 },
    'open-for': '1s',
    'half-open': manner,
    'half-opens': 'at',
    probes: 2,
    ...others,
  },
});

/** Bounds that a single call never reaches, with its copies and attempts, and that a crowd does. */
const PARTS: Readonly<Record<string, Part>> = {
  'short timeout': { policy: { timeout: '47ms' }, told: timeout(47) },
  'long timeout': { policy: { timeout: '1009ms' }, told: timeout(1009) },
  deadline: { policy: { deadline: '401ms' }, told: deadline(401) },
  retry: {
    policy: { retry: { attempts: 3, backoff: { constant: '13ms', jitter: 'none' } } },
    told: retry(3, 13),
  },
  'retry with a budget': {
    policy: {
      retry: { attempts: 2, backoff: { constant: '7ms', jitter: 'none' }, budget: 'concurrent' },
    },
    told: retry(2, 7),
  },
  hedge: { policy: { hedge: { after: '31ms', budget: 'concurrent' } }, told: hedge(31) },
  permits: { policy: breaker('permits'), told: passes },
  'first answer': { policy: breaker('first-answer', { 'half-opens': 'by-itself' }), told: passes },
  'waiting line': { policy: breaker('waiting-line'), told: passes },
  'dry run': { policy: breaker('permits', { 'dry-run': true }), told: passes },
  bulkhead: { policy: { bulkhead: { calls: 4, queue: 2, 'max-wait': '30ms' } }, told: passes },
  'thread pool': { policy: { 'thread-pool': { core: 4, max: 5, queue: 2 } }, told: passes },
  'adaptive concurrency': {
    policy: {
      'adaptive-concurrency': {
        limit: { aimd: { initial: 5, min: 4 } },
        backlog: 2,
        'max-wait': '30ms',
      },
    },
    told: passes,
  },
  'load shedding': { policy: { 'load-shed': 4 }, told: passes },
  admission: { policy: { admission: {} }, told: passes },
  'rate limit': {
    policy: { 'rate-limit': { rate: '1000/s', burst: 30, 'max-wait': '20ms' } },
    told: passes,
  },
  fallback: { policy: { fallback: {} }, told: fallback },
  cache: { policy: { cache: '1ms' }, told: passes },
  coalescing: { policy: { coalesce: {} }, told: coalesce },
  idempotency: { policy: { idempotency: '1s' }, told: idempotency },
};

const NAMES = Object.keys(PARTS);
export const PAIRS = NAMES.flatMap((a) => NAMES.map((b) => [a, b]));
export const TRIPLES = PAIRS.flatMap((pair) => NAMES.map((c) => [...pair, c]));

export function policiesOf(names: readonly string[]): readonly object[] {
  return names.map((name) => (PARTS[name] as Part).policy);
}

export function toldOf(names: readonly string[]): readonly Told[] {
  return names.map((name) => (PARTS[name] as Part).told);
}
