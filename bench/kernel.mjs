/** Workloads on the bare kernel: the loop and the calendar, with random numbers one after the other, as the peers draw them. */
import seedrandom from 'seedrandom';
import { Histogram, Simulation, UNIT } from './engine.mjs';

const SECOND = 1e9;
const random = seedrandom.xor128('kernel');
const below = (n) => Math.floor(random.quick() * n);
const exponential = (mean) => Math.floor(mean * SECOND * UNIT.at(random.double()));

/** PHOLD (Fujimoto, 1990): every event schedules one more, for a process chosen at random. */
export function phold(processes, events) {
  const simulation = new Simulation();
  const handled = new Int32Array(processes);
  const handle = (process) => {
    handled[process]++;
    simulation.after(exponential(1), handle, below(processes));
  };
  for (let n = 0; n < processes; n++) simulation.after(exponential(1), handle, n);
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
    request.begunAt = simulation.now;
    simulation.set(request.timer, SECOND);
    simulation.after(exponential(0.01), answer, request);
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
