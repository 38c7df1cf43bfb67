/** Cores, and who gets them when. */
import type { Member } from '../catalogue/catalogue.js';
import { type Channel, Fact } from '../kernel/probe.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration } from '../kernel/time.js';
import type { Call } from './call.js';
import type { Levels } from './levels.js';

/** A core has worked so long for a call that nobody waited for any more. */
export const workWasted = new Fact<[instance: number, coreTime: Duration]>('work.wasted');

/**
 * Shares out the core time of each instance, one by one; they go by their number. A call that has had its demand is
 * woken, and must then `finish`.
 */
export interface Scheduler {
  /** Begins work for a call, or lets it wait for a core. */
  work(instance: number, call: Call, demand: Duration): void;
  /** The call has been woken: gives its core to whoever waits. */
  finish(instance: number, call: Call): void;
  /** The call gives up before its work is done. */
  abandon(instance: number, call: Call): void;
  /** Nobody waits for a call any more, be it here or not; for those who could not tell later what it has had since. */
  disown?(instance: number, call: Call): void;
  /** Changes how fast work goes, work in progress included: 1 is normal, 0 stands still. */
  setSpeed(instance: number, speed: number): void;
}

/** The cores of all instances, side by side: of instances there are more than the caches of a machine hold. */
export class Cores {
  private readonly wasted: Channel<[number, Duration]>;

  constructor(
    readonly simulation: Simulation,
    /** How many cores each instance has. */
    readonly of: readonly number[],
    /** How many of them are busy, counted where they become so: nothing else happens as often. */
    private readonly busy: Levels,
  ) {
    this.wasted = simulation.probe.channel(workWasted);
  }

  busyAt(instance: number): number {
    return this.busy.at(instance);
  }

  /** So many cores of an instance are busy from now on. */
  occupy(instance: number, busy: number): void {
    this.busy.set(instance, busy, this.simulation.now);
  }

  /** A core of an instance has worked so long for nobody. */
  waste(instance: number, coreTime: Duration): void {
    this.wasted.emit(instance, coreTime);
  }
}

/** A core scheduler's entry in the catalogue. */
export type SchedulerMember<Kind extends string = string> = Member<
  Kind,
  Record<never, never>,
  (options: Record<never, never>, cores: Cores) => Scheduler
>;

export function defineScheduler<const Kind extends string>(member: SchedulerMember<Kind>) {
  return member;
}
