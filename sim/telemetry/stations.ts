/** Services as queueing theory sees them: arrivals, waits, sojourns, numbers, utilisation, waste. */
import type { Simulation } from '../kernel/simulation.js';
import { type Instant, SECOND } from '../kernel/time.js';
import { Histogram, type Summary } from '../math/histogram.js';
import { OnlineMoments } from '../math/moments.js';
import { Level } from '../primitives/level.js';
import type { Levels } from '../primitives/levels.js';
import { workWasted } from '../primitives/processor.js';
import { callArrived, callLeft, callStarted, queueChanged } from '../services/service.js';
import type { Observer } from './observer.js';
import { Occupancy } from './occupancy.js';

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
  presentAtStart = 0;
  /** Waits that were none are left out. */
  readonly wait = new Histogram();
  readonly sojourn = new Histogram();
  readonly gaveUp = new OnlineMoments();
  readonly present = new Occupancy();
  readonly queue = new Level();
  readonly timeline = { queue: [] as number[], busy: [] as number[] };

  restart(now: Instant): void {
    this.presentAtStart = this.present.value;
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
    this.present.restart(now);
    this.queue.restart(now);
  }
}

export class Stations implements Observer {
  private readonly stations: readonly Station[];
  private measuredFrom: Instant = 0;
  private slicedAt: Instant = 0;
  private readonly slicedQueue: Float64Array;
  private readonly slicedBusy: Float64Array;

  constructor(
    private readonly simulation: Simulation,
    private readonly plans: readonly StationPlan[],
    /** Busy cores of each instance, by its number. */
    private readonly busy: Levels,
  ) {
    this.stations = plans.map(() => new Station());
    this.slicedQueue = new Float64Array(plans.length);
    this.slicedBusy = new Float64Array(plans.length);
    this.listen();
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const station of this.stations) station.restart(now);
    this.busy.restart(now);
    this.slicedQueue.fill(0);
    this.slicedBusy.fill(0);
  }

  slice(now: Instant): void {
    const length = Math.max(1, now - this.slicedAt);
    this.slicedAt = now;
    for (const [index, station] of this.stations.entries()) {
      const queue = station.queue.upTo(now);
      const busy = this.busyTime(index, now);
      station.timeline.queue.push((queue - (this.slicedQueue[index] as number)) / length);
      station.timeline.busy.push((busy - (this.slicedBusy[index] as number)) / length);
      this.slicedQueue[index] = queue;
      this.slicedBusy[index] = busy;
    }
  }

  /** Results by service, of what has happened from the end of the warm-up to now. */
  results(now: Instant): Record<string, StationResult> {
    return Object.fromEntries(
      this.plans.map((plan, index) => [plan.name, this.result(plan, index, now)]),
    );
  }

  private result(plan: StationPlan, index: number, now: Instant): StationResult {
    const station = this.stations[index] as Station;
    const span = Math.max(1, now - this.measuredFrom);
    const capacity = capacityOf(plan);
    station.present.set(station.present.value, now);
    const useCores = plan.cores !== Number.POSITIVE_INFINITY;
    const present = station.present.integral;
    const queue = station.queue.upTo(now);
    const coreTime = this.busyTime(index, now);
    // Whoever is present and does not wait has a thread.
    const busy = useCores ? coreTime : present - queue;
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
      presentAtEnd: station.present.value,
      turnedAway: station.turnedAway,
      waited: station.started === 0 ? 0 : station.waited / station.started,
      wait: waits(station).summary(),
      gaveUp: { count: station.gaveUp.count, mean: station.gaveUp.mean },
      sojourn: station.sojourn.summary(),
      meanPresent: present / span,
      meanQueue: queue / span,
      maxQueue: station.queue.max,
      meanBusyThreads: (present - queue) / span,
      meanBusyCores: coreTime / span,
      utilisation: busy / span / capacity,
      utilisations: perInstance,
      occupancy: trimmed(station.present.times, span),
      coreSeconds: coreTime / SECOND,
      wastedCoreSeconds: station.wastedCoreTime / SECOND,
      timeline: {
        queue: station.timeline.queue,
        utilisation: station.timeline.busy.map((cores) => cores / capacity),
      },
    };
  }

  private busyTime(index: number, now: Instant): number {
    const { instances } = this.plans[index] as StationPlan;
    return instances.reduce((sum, number) => sum + this.busy.upTo(number, now), 0);
  }

  private listen(): void {
    const { simulation, stations } = this;
    const { probe } = simulation;
    const serviceOf = this.serviceByInstance();
    probe.on(callArrived, (instance) => {
      const station = stations[instance.service.index] as Station;
      station.arrivals++;
      const { present } = station;
      present.set(present.value + 1, simulation.now);
    });
    probe.on(queueChanged, (instance, by) => {
      const { queue } = stations[instance.service.index] as Station;
      queue.set(queue.value + by, simulation.now);
    });
    probe.on(callStarted, (instance, call) => {
      const station = stations[instance.service.index] as Station;
      const wait = simulation.now - call.enteredAt;
      station.started++;
      if (wait === 0) return;
      station.waited++;
      station.wait.record(wait);
    });
    probe.on(callLeft, (instance, call, outcome, started) => {
      const station = stations[instance.service.index] as Station;
      const { now } = simulation;
      const spent = now - call.enteredAt;
      if (outcome === null) station.cancelled++;
      else if (outcome.ok) station.succeeded++;
      else station.failed++;
      if (started) {
        station.sojourn.record(spent);
      } else if (spent > 0 || outcome === null) station.gaveUp.add(spent);
      else station.turnedAway++;
      const { present } = station;
      present.set(present.value - 1, now);
    });
    probe.on(workWasted, (owner, coreTime) => {
      (stations[serviceOf[owner] as number] as Station).wastedCoreTime += coreTime;
    });
  }

  private serviceByInstance(): readonly number[] {
    const services: number[] = [];
    for (const [index, { instances }] of this.plans.entries()) {
      for (const number of instances) services[number] = index;
    }
    return services;
  }
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
