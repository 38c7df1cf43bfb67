/** Workloads on the bare kernel: the loop, the calendar, random draws. */
import { draw, Histogram, Simulation, UNIT } from './engine.mjs';

const SECOND = 1e9;
const key = { keyHigh: 1, keyLow: 0 };
const uniform = (purpose) => draw(key, purpose);
const exponential = (mean) => mean * SECOND * UNIT.sample(key, 2);

/** PHOLD (Fujimoto, 1990): every event schedules one more, for a process chosen at random. */
export function phold(processes, events) {
  const simulation = new Simulation();
  const all = Array.from({ length: processes }, () => ({ handled: 0 }));
  const handle = (process) => {
    process.handled++;
    key.keyLow++;
    const other = all[Math.floor(uniform(1) * processes)];
    simulation.after(Math.floor(exponential(1)), handle, other);
  };
  for (const process of all) {
    key.keyLow++;
    simulation.after(Math.floor(exponential(1)), handle, process);
  }
  const seconds = timed(() => {
    while (simulation.events < events) simulation.runUntil(simulation.now + SECOND / 64);
  });
  const check = { clock: simulation.now / SECOND, expect_clock: events / processes };
  return { events: simulation.events, requests: 0, seconds, check };
}

/** A request with a timer of its own. */
class Request {
  begunAt = 0;
  timedOut = false;

  constructor(simulation) {
    this.timer = simulation.timer(this);
  }

  due() {
    this.timedOut = true;
  }
}

/** Requests that all set a timer of one second and take it back after ten milliseconds. */
export function timeouts(inFlight, requests) {
  const simulation = new Simulation();
  const latency = new Histogram();
  let begun = 0;
  let done = 0;
  const begin = (request) => {
    if (begun === requests) return;
    begun++;
    key.keyLow++;
    request.begunAt = simulation.now;
    simulation.set(request.timer, SECOND);
    simulation.after(Math.floor(exponential(0.01)), answer, request);
  };
  const answer = (request) => {
    simulation.unset(request.timer);
    latency.record(simulation.now - request.begunAt);
    done++;
    begin(request);
  };
  const all = Array.from({ length: inFlight }, () => new Request(simulation));
  for (const request of all) begin(request);
  const seconds = timed(() => {
    while (done < requests) simulation.runUntil(simulation.now + SECOND);
  });
  const { mean } = latency.summary();
  const check = {
    n: done,
    mean: mean / SECOND,
    timeouts: all.filter(({ timedOut }) => timedOut).length,
    cancelled: done,
  };
  return { events: requests, requests, seconds, check };
}

export const KERNEL = {
  W3a: () => phold(1024, 5_000_000),
  W3b: () => phold(65_536, 5_000_000),
  W4: () => timeouts(1000, 2_000_000),
};

function timed(action) {
  const begun = performance.now();
  action();
  return (performance.now() - begun) / 1000;
}
