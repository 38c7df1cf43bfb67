/** The loop: takes events in order, moves the clock, keeps the fingerprint, and stops what runs for ever. */
import { hexadecimal } from '../math/hexadecimal.js';
import { Calendar, type EventSlot, NO_EVENT } from './calendar.js';
import type { EventHandler, Timed } from './event-lists.js';
import { broken, Diagnosis } from './invariant.js';
import { Probe } from './probe.js';
import type { Duration, Instant } from './time.js';

/** Events at one instant before the model is held to be going round in circles. */
const INSTANT_LIMIT = 2_000_000;

export class Simulation {
  /** The current instant. */
  now: Instant = 0;
  readonly probe = new Probe();
  readonly calendar = new Calendar();
  private hashHigh = 0x811c9dc5;
  private hashLow = 0x1b873593;
  private atThisInstant = 0;

  /** Runs the handler with the argument after a delay; events of one instant keep their order. */
  after<A>(delay: Duration, handler: EventHandler<A>, argument: A): EventSlot {
    return this.calendar.schedule(this, delay, handler, argument);
  }

  /** Runs the handler with the argument at an instant that is not past. */
  at<A>(instant: Instant, handler: EventHandler<A>, argument: A): EventSlot {
    return this.after(this.until(instant), handler, argument);
  }

  /** Cancels an event that has neither run nor been cancelled. */
  cancel(slot: EventSlot): void {
    this.calendar.cancel(slot);
  }

  /** A timer for something that is woken again and again: it is set and unset without any memory. */
  timer(owner: Timed): EventSlot {
    return this.calendar.timer(owner);
  }

  /** Sets a timer that is not set. */
  set(timer: EventSlot, delay: Duration): void {
    this.calendar.set(timer, this, delay);
  }

  /** Sets a timer that is not set to an instant, which must not lie in the past. */
  setAt(timer: EventSlot, instant: Instant): void {
    this.calendar.set(timer, this, this.until(instant));
  }

  /** Takes back what a timer is set to. */
  unset(timer: EventSlot): void {
    this.calendar.unset(timer);
  }

  /** Executes every event up to and including an instant, and leaves the clock there. */
  runUntil(instant: Instant): void {
    const { calendar } = this;
    for (;;) {
      const slot = calendar.first();
      if (slot === NO_EVENT) break;
      const time = calendar.timeOf(slot);
      if (time > instant) break;
      const handler = calendar.handlerOf(slot);
      const argument = calendar.argumentOf(slot);
      if (time === this.now) this.guardInstant(argument);
      else this.atThisInstant = 0;
      this.now = time;
      this.stamp(time);
      calendar.remove(slot, handler === null);
      if (handler === null) (argument as Timed).due();
      else handler(argument);
    }
    this.now = instant;
  }

  /** Whether nothing is left to happen. */
  get idle(): boolean {
    return this.calendar.first() === NO_EVENT;
  }

  /** Events executed so far. */
  get events(): number {
    return this.calendar.taken;
  }

  /** Mixes a number into the run's fingerprint: the kernel every event's time, models every outcome. */
  stamp(value: number): void {
    const high = Math.imul(this.hashHigh ^ value, 0x5bd1e995);
    this.hashHigh = high ^ (high >>> 15);
    this.hashLow = Math.imul(this.hashLow + high, 0x01000193) ^ (high >>> 7);
  }

  /** Sixteen hexadecimal digits over all that was stamped, in order. */
  get fingerprint(): string {
    return hexadecimal(this.hashHigh) + hexadecimal(this.hashLow);
  }

  private until(instant: Instant): Duration {
    if (instant < this.now) broken(`an event was scheduled ${this.now - instant} ns in the past`);
    return instant - this.now;
  }

  private guardInstant(argument: unknown): void {
    if (++this.atThisInstant < INSTANT_LIMIT) return;
    const place = (argument as { place?: string } | undefined)?.place ?? 'the model';
    throw new Diagnosis(
      `time stands still: 2 million events at one instant around ${place}`,
      place,
    );
  }
}
