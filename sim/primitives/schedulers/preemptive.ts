/**
 * Preemptive scheduling: the cores work on the calls that come first in an order; a call that comes to
 * stand before one that is worked on takes its core at once. Interrupted work is resumed where it was.
 */
import { type Duration, type Instant, toDuration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import type { Cores, Scheduler } from '../processor.js';
import { Apart, type Processor } from './apart.js';

/**
 * Where a call stands: the smallest number first, equals in order of arrival.
 * @param left the demand that it still has.
 * @param turn its number in order of arrival.
 */
export type Rank = (call: Call, left: Duration, turn: number) => number;

/** A call's work at this processor. */
interface Job {
  readonly call: Call;
  readonly turn: number;
  left: Duration;
  /** Its rank, as of when it last waited. */
  rank: number;
  /** Since when it has been worked on at the current speed. */
  since: Instant;
  waiting: boolean;
}

class Preemptive implements Processor {
  private readonly jobs = new Map<Call, Job>();
  private readonly running: Job[] = [];
  /** In order, the first at the end. */
  private readonly waiting: Job[] = [];
  private turns = 0;
  private speed = 1;

  constructor(
    private readonly cores: Cores,
    private readonly instance: number,
    private readonly rank: Rank,
  ) {}

  work(call: Call, demand: Duration): void {
    const turn = this.turns++;
    const rank = this.rank(call, demand, turn);
    const job: Job = { call, turn, left: demand, rank, since: 0, waiting: false };
    this.jobs.set(call, job);
    if (this.running.length < (this.cores.of[this.instance] as number)) {
      this.start(job);
      this.cores.occupy(this.instance, this.running.length);
      return;
    }
    const last = this.lastRunning();
    if (!before(job, last)) {
      this.wait(job);
      return;
    }
    this.running.splice(this.running.indexOf(last), 1);
    last.call.exchange.sleep(last.call);
    this.wait(last);
    this.start(job);
  }

  finish(call: Call): void {
    this.leave(this.jobs.get(call) as Job);
  }

  abandon(call: Call): void {
    const job = this.jobs.get(call);
    if (job === undefined) return;
    if (job.waiting) {
      this.waiting.splice(this.placeOf(job), 1);
      this.jobs.delete(call);
    } else this.leave(job);
  }

  setSpeed(speed: number): void {
    for (const job of this.running) this.settle(job);
    this.speed = speed;
    for (const job of this.running) this.setTimer(job);
  }

  private start(job: Job): void {
    job.waiting = false;
    this.running.push(job);
    this.setTimer(job);
  }

  private wait(job: Job): void {
    job.waiting = true;
    this.waiting.splice(this.placeOf(job), 0, job);
  }

  /** How many of those who wait stand behind a job: its place in the list. */
  private placeOf(job: Job): number {
    let low = 0;
    let high = this.waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(job, this.waiting[middle] as Job)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of the calls worked on, the one that the others stand before, all ranked as they are now. */
  private lastRunning(): Job {
    let last: Job | null = null;
    for (const job of this.running) {
      this.settle(job);
      if (last === null || before(last, job)) last = job;
    }
    return last as Job;
  }

  /** Counts what has been done for a running job up to now. */
  private settle(job: Job): void {
    const { now } = this.cores.simulation;
    const elapsed = now - job.since;
    const { unwanted, unwantedSince } = job.call;
    if (unwanted) this.cores.waste(this.instance, now - Math.max(job.since, unwantedSince));
    job.since = now;
    job.left = Math.max(0, toDuration(job.left - elapsed * this.speed));
    job.rank = this.rank(job.call, job.left, job.turn);
  }

  private setTimer(job: Job): void {
    job.since = this.cores.simulation.now;
    if (this.speed > 0) job.call.wake(toDuration(job.left / this.speed));
    else job.call.exchange.sleep(job.call);
  }

  private leave(job: Job): void {
    this.settle(job);
    this.jobs.delete(job.call);
    this.running.splice(this.running.indexOf(job), 1);
    const next = this.waiting.pop();
    if (next === undefined) this.cores.occupy(this.instance, this.running.length);
    else this.start(next);
  }
}

/** The scheduler that follows an order. */
export function preemptive(cores: Cores, rank: Rank): Scheduler {
  return new Apart((instance) => new Preemptive(cores, instance, rank));
}

function before(a: Job, b: Job): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.turn < b.turn);
}
