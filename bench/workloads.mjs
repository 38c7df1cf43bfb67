/** One workload, once, in this process: what it took and what came out. */
import { runOnce, variantOf } from './engine.mjs';
import { KERNEL } from './kernel.mjs';
import { SCENARIOS } from './scenarios.mjs';

/**
 * Runs before the timed run. An experiment has many replications: in the first the engine compiles what runs
 * often, in those after it finds that other objects come by, and compiles again; the fifth is as fast as all others.
 */
const WARM_UPS = 4;

export const WORKLOADS = [...Object.keys(SCENARIOS), ...Object.keys(KERNEL)].sort();

/** @param warm whether the code is warm when the clock starts; else its compilation is timed too. */
export function measure(workload, warm = true) {
  const run = KERNEL[workload] ?? (() => scenario(SCENARIOS[workload]));
  for (let n = 0; warm && n < WARM_UPS; n++) run();
  return resultOf(workload, run());
}

function scenario({ text, requests, events, messages = 0 }) {
  const variant = variantOf(text(requests));
  const begun = performance.now();
  const run = runOnce(variant, { replication: 0 });
  const seconds = (performance.now() - begun) / 1000;
  return {
    events: events * requests,
    requests,
    messages: messages * requests,
    seconds,
    check: checkOf(run),
  };
}

function checkOf(run) {
  const { sent, failed, latency } = run.clients.users;
  const inSeconds = (nanoseconds) => nanoseconds / 1e9;
  return {
    n: sent,
    mean: inSeconds(latency.mean),
    p50: inSeconds(latency.p50),
    p90: inSeconds(latency.p90),
    p99: inSeconds(latency.p99),
    p999: inSeconds(latency.p999),
    failed,
    handled: sumOf(run.subscriptions, ({ acknowledged }) => acknowledged),
    attempts: sumOf(run.edges, ({ attempts }) => attempts),
    timeouts: sumOf(run.edges, ({ givenUp }) => givenUp),
    native_events: run.events,
    fingerprint: run.fingerprint,
  };
}

function sumOf(all, count) {
  return Object.values(all).reduce((total, each) => total + count(each), 0);
}

function resultOf(workload, { events, requests, messages = 0, seconds, check }) {
  return {
    peer: 'faultline',
    workload,
    events,
    requests,
    messages,
    wall_s: seconds,
    maxrss_kb: process.resourceUsage().maxRSS,
    check,
  };
}
