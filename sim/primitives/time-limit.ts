/** Limits of time: how long calls to a handler may take, whatever goes on further in. They cost no call of their own. */
import { NO_EVENT } from '../kernel/calendar.js';
import type { Duration } from '../kernel/time.js';
import { type Call, Handler } from './call.js';
import type { Outcome } from './outcome.js';
import type { Process } from './process.js';

export class TimeLimit {
  constructor(
    readonly after: Duration,
    /** What the caller is told then. */
    readonly outcome: Outcome,
    /** Where the time is kept: while that stands still, the limit is noticed late. */
    readonly process: Process,
  ) {}
}

/** A handler as it is, but with a limit; a second limit takes a call of its own. */
export function limited(handler: Handler, limit: TimeLimit): Handler {
  const { place, next, process } = handler;
  if (handler.limit !== null)
    return new Handler(place, {}, handler, { process: limit.process, limit });
  const { detaches, own } = handler;
  return new Handler(place, handler, next, { detaches, process, own, limit });
}

/** The time that a call may take begins to run. */
export const limitTime = (call: Call, delay: Duration): void => {
  call.limit = call.exchange.simulation.after(delay, expire, call);
};

/** The call is over in time. */
export const lift = (call: Call): void => {
  if (call.limit === NO_EVENT) return;
  call.exchange.simulation.cancel(call.limit);
  call.limit = NO_EVENT;
};

const expire = (call: Call): void => {
  call.limit = NO_EVENT;
  call.exchange.expire(call);
};
