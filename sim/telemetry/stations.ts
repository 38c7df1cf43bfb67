/** Services as queueing theory sees them: arrivals, waits, sojourns, numbers, utilisation, waste. */
import type { Simulation } from '../kernel/simulation.js';
import { type Instant, SECOND } from '../kernel/time.js';
import { Histogram, type Summary } from '../math/histogram.js';
import { OnlineMoments } from '../math/moments.js';
import { Levels } from '../primitives/levels.js';
import { workWasted } from '../primitives/processor.js';
import {
  callArrived,
  callLeft,
  callStarted,
  queueChanged,
  threadsChanged,
} from '../services/service.js';
import type { Observer } from './observer.js';
import { Occupancy } from './occupancy.js';
import { Timeline } from './timeline.js';

/** What a run tells of a service. Times in nanoseconds; means are over time, for all instances together. */
export interface StationResult {
  readonly arrivals: number;
  /** Calls that got a thread. */
  readonly started: number;
  /** Calls answered well, answered with a failure, and not answered because the caller took them back. */
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** In the service at the start and at the end of what was measured. */
  readonly presentAtStart: number;
  readonly presentAtEnd: number;
  /** Share of the calls with a thread that had to wait for it. */
  readonly waited: number;
  /** Time in the queue of calls that got a thread, those that did not wait included. */
  readonly wait: Summary;
  /** Calls answered at the door: the queue was full, the process down. */
  readonly turnedAway: number;
  /** Calls that left the queue without a thread, and how long they had waited. */
  readonly gaveUp: { readonly count: number; readonly mean: number };
  /** From arrival to the end, of calls that got a thread. */
  readonly sojourn: Summary;
  readonly meanPresent: number;
  readonly meanQueue: number;
  readonly maxQueue: number;
  readonly meanBusyThreads: number;
  readonly meanBusyCores: number;
  /** Busy cores over cores; where cores are unlimited, busy threads over threads; else 0. */
  readonly utilisation: number;
  /** The same for each instance. */
  readonly utilisations: readonly number[];
  /** Share of the time in which so many calls were present, from 0; the last stands for all above. */
  readonly occupancy: readonly number[];
  /** Core time used, in seconds, and of it for calls whose caller had left. */
  readonly coreSeconds: number;
  readonly wastedCoreSeconds: number;
  readonly timeline: { readonly queue: readonly number[]; readonly utilisation: readonly number[] };
}

/** What has to be known of a service to observe it. */
export interface StationPlan {
  readonly name: string;
  readonly threads: number;
  readonly cores: number;
  /** Whether policies stand at its entrance: who does not wait need not have a thread then. */
  readonly isGuarded: boolean;
  /** Numbers of its instances. */
  readonly instances: readonly number[];
}

/** The running counts of one service. */
class Station {
  arrivals = 0;
  started = 0;
  succeeded = 0;
  failed = 0;
  cancelled = 0;
  waited = 0;
  turnedAway = 0;
  wastedCoreTime = 0;
  present = 0;
  presentAtStart = 0;
  queued = 0;
  threads = 0;
  maxQueue = 0;
  /** Waits that were none are left out. */
  readonly wait = new Histogram();
  readonly sojourn = new Histogram();
  readonly gaveUp = new OnlineMoments();

  restart(): void {
    this.presentAtStart = this.present;
    this.maxQueue = this.queued;
    this.arrivals = 0;
    this.started = 0;
    this.succeeded = 0;
    this.failed = 0;
    this.cancelled = 0;
    this.waited = 0;
    this.turnedAway = 0;
    this.wastedCoreTime = 0;
    this.wait.clear();
    this.sojourn.clear();
    this.gaveUp.clear();
  }
}

export class Stations implements Observer {
  private readonly stations: readonly Station[];
  private readonly occupancy: Occupancy;
  private readonly queues: Levels;
  /** Threads in use, of those that policies stand before. */
  private readonly threads: Levels;
  /** The index of its service, by the number of an instance. */
  private readonly serviceOf: readonly number[];
  private readonly timelines: { readonly queue: Timeline; readonly busy: Timeline };
  private measuredFrom: Instant = 0;
  private slicedAt: Instant = 0;
  private readonly slicedQueue: Float64Array;
  private slicedBusy: Float64Array;

  constructor(
    private readonly simulation: Simulation,
    private readonly plans: readonly StationPlan[],
    /** Busy cores of each instance, by its number. */
    private readonly busy: Levels,
  ) {
    const { length } = plans;
    this.stations = plans.map(() => new Station());
    this.occupancy = new Occupancy(length);
    this.queues = new Levels(length);
    this.threads = new Levels(length);
    this.serviceOf = serviceByInstance(plans);
    this.timelines = { queue: new Timeline(length), busy: new Timeline(length) };
    this.slicedQueue = new Float64Array(length);
    this.slicedBusy = new Float64Array(length);
    this.listen();
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const station of this.stations) station.restart();
    this.occupancy.restart(now);
    this.queues.restart(now);
    this.threads.restart(now);
    this.busy.restart(now);
    this.slicedQueue.fill(0);
    this.slicedBusy.fill(0);
  }

  slice(now: Instant): void {
    const length = Math.max(1, now - this.slicedAt);
    this.slicedAt = now;
    const { queues, timelines, slicedQueue, slicedBusy } = this;
    const busy = this.busyTimes(now);
    for (let index = 0; index < busy.length; index++) {
      const queue = queues.upTo(index, now);
      timelines.queue.push((queue - (slicedQueue[index] as number)) / length);
      timelines.busy.push(((busy[index] as number) - (slicedBusy[index] as number)) / length);
      slicedQueue[index] = queue;
    }
    this.slicedBusy = busy;
  }

  /** Results by service, of what has happened from the end of the warm-up to now. */
  results(now: Instant): Record<string, StationResult> {
    const busy = this.busyTimes(now);
    return Object.fromEntries(
      this.plans.map((plan, index) => [
        plan.name,
        this.result(plan, index, busy[index] as number, now),
      ]),
    );
  }

  /** @param coreTime busy cores times nanoseconds, of all instances together. */
  private result(plan: StationPlan, index: number, coreTime: number, now: Instant): StationResult {
    const station = this.stations[index] as Station;
    const span = Math.max(1, now - this.measuredFrom);
    const capacity = capacityOf(plan);
    this.occupancy.were(station.present, index, now);
    const useCores = plan.cores !== Number.POSITIVE_INFINITY;
    const present = this.occupancy.integral(index);
    const queue = this.queues.upTo(index, now);
    const threads = plan.isGuarded ? this.threads.upTo(index, now) : present - queue;
    const busy = useCores ? coreTime : threads;
    const perInstance = plan.instances.map((number) => {
      const time = useCores ? this.busy.upTo(number, now) : 0;
      return time / span / (capacity / plan.instances.length);
    });
    return {
      arrivals: station.arrivals,
      started: station.started,
      succeeded: station.succeeded,
      failed: station.failed,
      cancelled: station.cancelled,
      presentAtStart: station.presentAtStart,
      presentAtEnd: station.present,
      turnedAway: station.turnedAway,
      waited: station.started === 0 ? 0 : station.waited / station.started,
      wait: waits(station).summary(),
      gaveUp: { count: station.gaveUp.count, mean: station.gaveUp.mean },
      sojourn: station.sojourn.summary(),
      meanPresent: present / span,
      meanQueue: queue / span,
      maxQueue: Math.max(station.maxQueue, station.queued),
      meanBusyThreads: threads / span,
      meanBusyCores: coreTime / span,
      utilisation: busy / span / capacity,
      utilisations: perInstance,
      occupancy: trimmed(this.occupancy.times(index), span),
      coreSeconds: coreTime / SECOND,
      wastedCoreSeconds: station.wastedCoreTime / SECOND,
      timeline: {
        queue: this.timelines.queue.of(index),
        utilisation: this.timelines.busy.of(index).map((cores) => cores / capacity),
      },
    };
  }

  /** Busy cores times nanoseconds, by service. */
  private busyTimes(now: Instant): Float64Array {
    const { busy, serviceOf } = this;
    const times = new Float64Array(this.plans.length);
    for (let number = 0; number < serviceOf.length; number++) {
      const service = serviceOf[number] as number;
      times[service] = (times[service] as number) + busy.upTo(number, now);
    }
    return times;
  }

  private listen(): void {
    const { simulation, stations, occupancy, queues, threads, serviceOf } = this;
    const { probe } = simulation;
    probe.on(callArrived, ({ service: { index } }) => {
      const station = stations[index] as Station;
      station.arrivals++;
      occupancy.were(station.present++, index, simulation.now);
    });
    probe.on(queueChanged, ({ service: { index } }, by) => {
      const station = stations[index] as Station;
      // Who waits for no time at all does not wait.
      const lasted = queues.since(index) < simulation.now;
      if (lasted && station.queued > station.maxQueue) station.maxQueue = station.queued;
      station.queued += by;
      queues.set(index, station.queued, simulation.now);
    });
    probe.on(threadsChanged, ({ service: { index } }, by) => {
      const station = stations[index] as Station;
      station.threads += by;
      threads.set(index, station.threads, simulation.now);
    });
    probe.on(callStarted, ({ service: { index } }, call) => {
      const station = stations[index] as Station;
      const wait = simulation.now - call.enteredAt;
      station.started++;
      if (wait === 0) return;
      station.waited++;
      station.wait.record(wait);
    });
    probe.on(callLeft, ({ service: { index } }, call, outcome, started) => {
      const station = stations[index] as Station;
      const { now } = simulation;
      const spent = now - call.enteredAt;
      if (outcome === null) station.cancelled++;
      else if (outcome.ok) station.succeeded++;
      else station.failed++;
      if (started) station.sojourn.record(spent);
      // What the entrance has an answer for needs no thread.
      else if (outcome === null || !outcome.ok) {
        if (spent > 0 || outcome === null) station.gaveUp.add(spent);
        else station.turnedAway++;
      }
      occupancy.were(station.present--, index, now);
    });
    probe.on(workWasted, (owner, coreTime) => {
      (stations[serviceOf[owner] as number] as Station).wastedCoreTime += coreTime;
    });
  }
}

/** The index of its service, by the number of an instance. */
function serviceByInstance(plans: readonly StationPlan[]): readonly number[] {
  const services: number[] = [];
  for (const [index, { instances }] of plans.entries()) {
    for (const number of instances) services[number] = index;
  }
  return services;
}

/** All waits: those that were none are counted apart. */
function waits({ wait, started, waited }: Station): Histogram {
  const all = new Histogram();
  all.merge(wait);
  all.recordZeros(started - waited);
  return all;
}

/** What utilisation is a share of. */
function capacityOf({ threads, cores, instances }: StationPlan): number {
  const each = cores !== Number.POSITIVE_INFINITY ? cores : threads;
  return each === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : each * instances.length;
}

/** Shares of the time, without the zeros at the end. */
function trimmed(occupancy: Float64Array, span: number): number[] {
  let length = occupancy.length;
  while (length > 1 && occupancy[length - 1] === 0) length--;
  return Array.from(occupancy.subarray(0, length), (time) => time / span);
}
