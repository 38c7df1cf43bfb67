/**
 *                 trips                       open-for has passed
 *     closed ---------------> open ------------------------------> half-open
 *        ^                      ^                                      |
 *        |                      +----------- still ill ----------------+
 *        +---------------------------------- recovered ----------------+
 *
 * The states and their times; when it trips and what half-open means is decided by others.
 */
import { type EventSlot, NO_EVENT } from '../kernel/calendar.js';
import { copyKey, type Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Schedule } from './backoff.js';
import type { BreakerState, Probing, Verdict } from './probing.js';
import type { Trip } from './trip.js';

/** A call may pass as any other, may pass as a probe, may not pass, or has to wait for a probe. */
export const Admission = { no: 0, closed: 1, probe: 2, wait: 3 } as const;

/** What breakers at one place have in common. */
export interface BreakerManner {
  readonly simulation: Simulation;
  /** How long it stays open, by the number of openings since it was last closed. */
  readonly openFor: Schedule;
  /** Half-open begins with the first call after that time, with the first at or after it, or by itself. */
  readonly halfOpens: 'after' | 'at' | 'by-itself';
  readonly probes: number;
  /** A salt for the randomness of the times. */
  readonly salt: number;
}

export class Breaker implements Keyed {
  /** The randomness of the call answered last, which is lent to the times. */
  keyHigh = 0;
  keyLow = 0;
  /** Counts the times it was half-open: a probe belongs to one of them. */
  round = 0;
  private state: BreakerState = 'closed';
  private openUntil: Instant = 0;
  /** Openings since it was last closed, and how long the last of them was to be. */
  private openings = 0;
  private lastOpenFor: Duration = 0;
  private admitted = 0;
  /** Closed: the trip rule's clock. Open: half-open begins. Half-open: the longest time is over. */
  private timer: EventSlot = NO_EVENT;

  constructor(
    private readonly manner: BreakerManner,
    private readonly trip: Trip,
    private readonly probing: Probing,
    /** Makes a new state known. */
    private readonly tell: (state: string) => void,
  ) {}

  /** Whether a call that arrives now may pass. */
  admit(): number {
    this.trip.arrived?.(this.manner.simulation.now);
    return this.admitAgain();
  }

  /** Whether a call that has waited may pass. */
  admitAgain(): number {
    if (this.state === 'closed') return Admission.closed;
    const { probes } = this.manner;
    if (this.state === 'open') {
      if (!this.mayProbe()) return Admission.no;
      this.halfOpen();
    }
    if (this.admitted === probes)
      return this.probing.others === 'wait' ? Admission.wait : Admission.no;
    this.admitted++;
    return Admission.probe;
  }

  /** A call that was let through has been answered. */
  record(ok: boolean, took: Duration, isProbe: boolean, call: Keyed): void {
    copyKey(this, call);
    const { trip } = this;
    const { now } = this.manner.simulation;
    if (isProbe || this.state !== 'closed') {
      this.obey(this.probing.answered({ ok, took, now, isProbe }, this.state));
    } else if (trip.record(ok, took, now)) this.open();
    this.watchClock();
  }

  /** A probe has failed in a way that counts as nothing. */
  ignore(round: number): void {
    const { probing } = this;
    if (probing.passed === undefined) this.giveBack(round);
    else this.obey(probing.passed());
  }

  /** A probe's caller has left: it tells nothing, and another call may take its place, or what is said of it. */
  giveBack(round: number): void {
    if (this.state !== 'half-open' || round !== this.round) return;
    if (this.probing.left === undefined) this.admitted--;
    else this.left();
  }

  /** The caller of a call that was let through has left. */
  left(): void {
    const { probing } = this;
    if (this.state === 'half-open' && probing.left !== undefined) this.obey(probing.left());
  }

  /** Whether a call that arrived now would be let through; asking changes nothing. */
  get mayPass(): boolean {
    if (this.state === 'half-open') return this.admitted < this.manner.probes;
    return this.state === 'closed' || this.mayProbe();
  }

  private mayProbe(): boolean {
    const { simulation, halfOpens } = this.manner;
    if (halfOpens === 'at') return simulation.now >= this.openUntil;
    return halfOpens === 'after' && simulation.now > this.openUntil;
  }

  private obey(verdict: Verdict | null): void {
    if (verdict === 'ill' && this.state !== 'open') this.open();
    else if (verdict === 'recovered' && this.state === 'half-open') {
      this.openings = 0;
      this.become('closed');
    }
  }

  private open(): void {
    const { simulation, openFor, halfOpens, salt } = this.manner;
    this.lastOpenFor = openFor.wait(this.openings++, this.lastOpenFor, this, salt);
    this.openUntil = simulation.now + this.lastOpenFor;
    this.become('open');
    if (halfOpens === 'by-itself') this.wakeAt(this.openUntil);
  }

  private halfOpen(): void {
    const { probing } = this;
    this.admitted = 0;
    this.round++;
    probing.begin();
    this.become('half-open');
    if (probing.longest !== Number.POSITIVE_INFINITY) {
      this.wakeAt(this.manner.simulation.now + probing.longest);
    }
  }

  private become(state: BreakerState): void {
    if (this.timer !== NO_EVENT) this.manner.simulation.cancel(this.timer);
    this.timer = NO_EVENT;
    this.state = state;
    this.tell(state);
  }

  private wakeAt(instant: Instant): void {
    this.timer = this.manner.simulation.at(instant, wake, this);
  }

  /** A rule that goes by the clock is asked when its time has come, and only while it has something to judge. */
  private watchClock(): void {
    const { trip } = this;
    if (trip.clock === undefined || this.state !== 'closed' || this.timer !== NO_EVENT) return;
    const next = trip.clock.next(this.manner.simulation.now);
    if (next !== null) this.wakeAt(next);
  }

  /** The timer has run down. */
  woken(): void {
    const { probing, trip } = this;
    const { now } = this.manner.simulation;
    this.timer = NO_EVENT;
    if (this.state === 'open') this.halfOpen();
    else if (this.state === 'half-open') this.obey(probing.expired(now));
    else if (trip.clock?.decide(now) === true) this.open();
    else this.watchClock();
  }
}

function wake(breaker: Breaker): void {
  breaker.woken();
}
