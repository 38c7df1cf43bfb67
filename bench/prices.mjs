/** The price list: what each thing adds to a call, in nanoseconds, by runs with and without it in turn. */
import { Requests, runOnce, Stations, traced, variantOf } from './engine.mjs';

const REQUESTS = 100_000;
const PAIRS = 16;
const WARM_UPS = 3;

const scenario = (policy, more = '') => `
run: { duration: ${REQUESTS / 1000 + 5}s, warmup: 0s, replications: 1 }
clients: { users: { calls: shop.buy, load: 1000/s, requests: ${REQUESTS}, keys: { uniform: 1000000000 } } }
services: { shop: { threads: unlimited, cores: 64, operations: { buy: [{ work: 1ms }] } } }
network: { default: { latency: 0.5ms } }
policies: { default: [${policy}] }
${more}`;

/** Each does nothing here: no call fails, waits or is turned away, none is asked twice, and none for what another has asked for. */
export const POLICIES = {
  timeout: '{ timeout: 1s }',
  deadline: '{ deadline: 10s }',
  retry: '{ retry: 3 }',
  hedge: '{ hedge: { after: 1s } }',
  'circuit-breaker': '{ circuit-breaker: {} }',
  bulkhead: '{ bulkhead: 1000 }',
  'thread-pool': '{ thread-pool: 1000 }',
  'rate-limit': '{ rate-limit: { rate: 100000/s, burst: 100000 } }',
  'load-shed': '{ load-shed: 100000 }',
  admission: '{ admission: {} }',
  'adaptive-concurrency': '{ adaptive-concurrency: vegas }',
  fallback: '{ fallback: {} }',
  cache: '{ cache: 1ms }',
  coalesce: '{ coalesce: {} }',
  idempotency: '{ idempotency: {} }',
};

/** Nanoseconds per call that a policy adds. */
export function priceOf(policy) {
  const without = variantOf(scenario(''));
  const withIt = variantOf(scenario(policy));
  return added(
    () => timed(withIt),
    () => timed(without),
  );
}

/** Shares of the requests that are followed. */
export const SHARES = { 'tracing every request': 1, 'tracing 1 % of the requests': 0.01 };

/** Nanoseconds per call that following a share of the requests adds. */
export function priceOfTracing(share) {
  const variant = variantOf(scenario(''));
  const follow = () => traced(variant, { share, room: Number.POSITIVE_INFINITY });
  return added(
    () => timed(variant, follow),
    () => timed(variant),
  );
}

/** Nanoseconds per call that cutting the run into slices adds; observers are kept from it for that. */
export function priceOfTimeline() {
  const variant = variantOf(scenario(''));
  const without = () => {
    const observers = [Requests.prototype, Stations.prototype];
    const slices = observers.map(({ slice }) => slice);
    for (const observer of observers) observer.slice = () => {};
    const time = timed(variant);
    for (const [n, observer] of observers.entries()) observer.slice = slices[n];
    return time;
  };
  return added(() => timed(variant), without);
}

/** What one run takes over another when both are warm: lower quartiles of runs in turn, since others on the machine only ever add. */
function added(withIt, without) {
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) {
    without();
    withIt();
  }
  const times = { withIt: [], without: [] };
  for (let pair = 0; pair < PAIRS; pair++) {
    times.without.push(without());
    times.withIt.push(withIt());
  }
  return lowerQuartile(times.withIt) - lowerQuartile(times.without);
}

function lowerQuartile(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 4)];
}

function timed(variant, run = () => runOnce(variant, { replication: 0 })) {
  const begun = performance.now();
  run();
  return ((performance.now() - begun) * 1e6) / REQUESTS;
}
