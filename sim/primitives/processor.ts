/** Processors: the cores of one instance, and who gets them when. */
import type { Member } from '../catalogue/catalogue.js';
import { Fact } from '../kernel/probe.js';
import type { Duration } from '../kernel/time.js';
import type { Call } from './call.js';
import type { Exchange } from './exchange.js';
import type { Levels } from './levels.js';

/** A core has worked so long for a call that nobody waited for any more. */
export const workWasted = new Fact<[owner: number, coreTime: Duration]>('work.wasted');

/** What shares out core time. A call that has had its demand is woken, and must then `finish`. */
export interface Processor {
  /** Begins work for a call, or lets it wait for a core. */
  work(call: Call, demand: Duration): void;
  /** The call has been woken: gives its core to whoever waits. */
  finish(call: Call): void;
  /** The call gives up before its work is done. */
  abandon(call: Call): void;
  /** Nobody waits for a call any more, be it here or not; for those who could not tell later what it has had since. */
  disown?(call: Call): void;
  /** Changes how fast work goes, work in progress included: 1 is normal, 0 stands still. */
  setSpeed(speed: number): void;
}

/** Where a processor stands. */
export interface ProcessorSite {
  readonly exchange: Exchange;
  /** Number that facts are told under. */
  readonly owner: number;
  readonly cores: number;
  /** Busy cores by owner, counted where they become so: nothing else happens as often. */
  readonly busy: Levels;
}

/** A core scheduler's entry in the catalogue. */
export type SchedulerMember<Kind extends string = string> = Member<
  Kind,
  Record<never, never>,
  (options: Record<never, never>, site: ProcessorSite) => Processor
>;

export function defineScheduler<const Kind extends string>(member: SchedulerMember<Kind>) {
  return member;
}
