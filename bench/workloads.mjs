/** One workload, once, in this process: what it took and what came out. */
import { runOnce, variantOf } from './engine.mjs';
import { KERNEL } from './kernel.mjs';
import { SCENARIOS } from './scenarios.mjs';

/** Run before the timed run, as a share of it: an experiment has many replications, one is compiled. */
const WARMING = 0.1;

export const WORKLOADS = [...Object.keys(SCENARIOS), ...Object.keys(KERNEL)].sort();

/** @param warm whether the code is warm when the clock starts; else its compilation is timed too. */
export function measure(workload, warm = true) {
  const kernel = KERNEL[workload];
  if (kernel !== undefined) {
    if (warm) kernel.run(WARMING);
    return resultOf(workload, kernel.run(1));
  }
  const { text, requests, events } = SCENARIOS[workload];
  if (warm) runOnce(variantOf(text(requests * WARMING)), { replication: 0 });
  const variant = variantOf(text(requests));
  const begun = performance.now();
  const run = runOnce(variant, { replication: 0 });
  const seconds = (performance.now() - begun) / 1000;
  return resultOf(workload, { events: events * requests, requests, seconds, check: checkOf(run) });
}

function checkOf(run) {
  const { sent, failed, latency } = run.clients.users;
  const inSeconds = (nanoseconds) => nanoseconds / 1e9;
  const edges = Object.values(run.edges);
  const sum = (count) => edges.reduce((total, edge) => total + count(edge), 0);
  return {
    n: sent,
    mean: inSeconds(latency.mean),
    p50: inSeconds(latency.p50),
    p90: inSeconds(latency.p90),
    p99: inSeconds(latency.p99),
    p999: inSeconds(latency.p999),
    failed,
    attempts: sum(({ attempts }) => attempts),
    timeouts: sum(({ givenUp }) => givenUp),
    native_events: run.events,
    fingerprint: run.fingerprint,
  };
}

function resultOf(workload, { events, requests, seconds, check }) {
  return {
    peer: 'faultline',
    workload,
    events,
    requests,
    wall_s: seconds,
    maxrss_kb: process.resourceUsage().maxRSS,
    check,
  };
}
