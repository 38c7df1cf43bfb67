/** Growth: nanoseconds per event as more is in flight, and as the system has more services. */
import { runOnce, variantOf } from './engine.mjs';
import { chain, layered } from './scenarios.mjs';
import { lookUp } from './yardstick.mjs';

/** In flight on average: 1,120 requests a second times what they wait, beside their twenty milliseconds. */
const WAITS = { 10: '0ms', 100: '70ms', 1000: '870ms', 10000: '8900ms' };
const REQUESTS = 200_000;
/** In a large system an instance sees few of them: so many that setting it up does not count. */
const REQUESTS_BY_SIZE = 100_000;
/** From what a small system takes to what the largest does. */
const MEGABYTES = [1, 4, 32];
const SIZES = [
  { services: 4, instances: 1 },
  { services: 100, instances: 10 },
  { services: 1000, instances: 10 },
];

export function byInFlight() {
  return Object.entries(WAITS).map(([inFlight, wait]) => {
    const text = chain(REQUESTS, '60s', `, { wait: ${wait} }`);
    return { what: `${inFlight} requests in flight`, ...measured(variantOf(text)) };
  });
}

export function bySize() {
  return SIZES.map(({ services, instances }) => {
    const text = layered({ services, instances, requests: REQUESTS_BY_SIZE, rate: 1000 });
    const begun = performance.now();
    const variant = variantOf(text);
    const compiled = (performance.now() - begun) / 1000;
    return { what: `${services} services of ${instances}`, compiled, ...measured(variant) };
  });
}

/** What is no business of ours: beyond its caches the machine itself slows down. */
export function byMemory() {
  return MEGABYTES.map((size) => ({
    what: `look-ups in ${size} MB, beside`,
    perEvent: lookUp(size),
  }));
}

/** As many as it takes until the engine has compiled what it will: see WARM_UPS in workloads.mjs. */
const RUNS = 4;

/** The best of a few runs: in the first the code is compiled, and the machine may have others to serve. */
function measured(variant) {
  const times = Array.from({ length: RUNS }, () => {
    const begun = performance.now();
    const { events } = runOnce(variant, { replication: 0 });
    return ((performance.now() - begun) * 1e6) / events;
  });
  return { perEvent: Math.min(...times) };
}
