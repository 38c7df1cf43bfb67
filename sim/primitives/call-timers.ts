/** The timers of calls, and the processes that stand still: there nothing is noticed before they go on. */
import { NO_EVENT } from '../kernel/calendar.js';
import type { Timed } from '../kernel/event-lists.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration } from '../kernel/time.js';
import { type Call, type Courier, type Handler, Phase } from './call.js';
import { FOR_EVER, type Limit } from './time-limit.js';

export class CallTimers {
  /** Processes that stand still. */
  private standingStill = 0;

  constructor(readonly simulation: Simulation) {}

  wake(call: Call, delay: Duration): void {
    if (call.waits) this.simulation.unset(call.timer);
    this.setTimer(call, delay);
  }

  /** Takes back what was asked for with `wake`. */
  sleep(call: Call): void {
    if (!call.waits) return;
    this.simulation.unset(call.timer);
    call.waits = false;
  }

  /** A dispatched call gets there after a delay. */
  deliver(call: Call, delay: Duration): void {
    call.phase = Phase.travelling;
    this.setTimer(call, delay);
  }

  /** A dispatched call is lost; after a delay its courier sends it again. */
  carryAgain(call: Call, delay: Duration, courier: Courier): void {
    call.phase = Phase.lost;
    call.item = courier;
    this.setTimer(call, delay);
  }

  protected setTimer(call: Call, delay: Duration): void {
    call.waits = true;
    this.simulation.set(call.timer, delay);
  }

  /** The time that a call asked for has come; a frozen process notices when it goes on. */
  wakeUp(call: Call): void {
    const left = this.standsStillFor(call);
    if (left > 0) this.setTimer(call, left);
    else call.handler.hooks.woken(call);
  }

  /** Opens a call at its handler, for as long as it may take there; false when that is no time at all, and the answer. */
  protected begins(call: Call, { limit }: Handler): boolean {
    call.phase = Phase.open;
    if (limit === null) return true;
    const within = limit.grant(call, this.simulation.now);
    if (within <= 0) {
      call.phase = Phase.settled;
      call.outcome = limit.outcome;
      this.setTimer(call, 0);
      return false;
    }
    if (within < FOR_EVER) this.limitTime(call, limit, within);
    return true;
  }

  /** The time that a call may take begins to run. */
  protected limitTime(call: Call, limit: Limit, delay: Duration): void {
    if (call.countdown === NO_EVENT) call.countdown = this.simulation.timer(new Countdown(call));
    call.limit = limit;
    this.simulation.set(call.countdown, delay);
  }

  /** The call is over in time. */
  protected lift(call: Call): void {
    if (call.limit === null) return;
    this.simulation.unset(call.countdown);
    call.limit = null;
  }

  /** A process stops, or goes on: only while one stands still must answers and timers look out. */
  countFrozen(by: number): void {
    this.standingStill += by;
  }

  /** How long somebody's process stands still yet; 0 or less when it moves. */
  protected standsStillFor(call: Call | null): Duration {
    if (this.standingStill === 0 || call === null) return 0;
    return call.process.frozenUntil - this.simulation.now;
  }
}

/** What runs when the time is over that a call may take. */
class Countdown implements Timed {
  constructor(private readonly call: Call) {}

  due(): void {
    this.call.exchange.expire(this.call);
  }
}
