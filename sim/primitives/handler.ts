/** Handlers as nearly everything has them: hooks, some of them left out, bound to a place in the model. */
import type { Call, Handler, Hooks } from './call.js';
import type { Outcome } from './outcome.js';
import { IDEAL_PROCESS, type Process } from './process.js';
import type { TimeLimit } from './time-limit.js';

/** Hooks, all of them. Handlers that do the same have them together: in a large system there are many. */
export class HookSet implements Required<Hooks> {
  readonly enter: (call: Call) => void;
  readonly woken: (call: Call) => void;
  readonly left: ((call: Call, outcome: Outcome | null) => void) | null;
  readonly answered: (call: Call, outcome: Outcome, tag: number) => void;
  readonly signalled: (call: Call) => void;
  readonly disowned: (call: Call) => void;
  readonly detaches: boolean;

  constructor(hooks: Hooks) {
    this.enter = hooks.enter ?? proceed;
    this.woken = hooks.woken ?? ignore;
    this.left = hooks.left ?? null;
    this.answered = hooks.answered ?? settle;
    this.signalled = hooks.signalled ?? passOn;
    this.disowned = hooks.disowned ?? ignore;
    this.detaches = hooks.detaches ?? false;
  }
}

/** What a handler may have beside its hooks. */
export interface HandlerOptions {
  readonly process?: Process;
  readonly own?: unknown;
  readonly common?: unknown;
  readonly limit?: TimeLimit;
}

/** One class for all handlers but instances: calls through it stay fast. */
export class PlacedHandler implements Handler {
  // What every call asks for comes first, and so lies together.
  readonly hooks: Required<Hooks>;
  readonly own: unknown;
  readonly common: unknown;
  readonly limit: TimeLimit | null;
  readonly process: Process;
  readonly next: Handler | null;
  readonly place: string;

  constructor(
    place: string,
    hooks: Hooks,
    next: Handler | null = null,
    options: HandlerOptions = {},
  ) {
    this.hooks = hooks instanceof HookSet ? hooks : new HookSet(hooks);
    this.own = options.own ?? null;
    this.common = options.common ?? null;
    this.limit = options.limit ?? null;
    this.process = options.process ?? IDEAL_PROCESS;
    this.next = next;
    this.place = place;
  }
}

/** A handler as it is, but with a limit of time; a second limit takes a call of its own. */
export function limited(handler: Handler, limit: TimeLimit): Handler {
  const { place, hooks, next, process, own, common } = handler;
  if (handler.limit === null) {
    return new PlacedHandler(place, hooks, next, { process, own, common, limit });
  }
  return new PlacedHandler(place, {}, handler, { process, limit });
}

function proceed(call: Call): void {
  call.proceed();
}

function settle(call: Call, outcome: Outcome): void {
  call.settle(outcome);
}

function passOn(call: Call): void {
  call.exchange.signal(call);
}

function ignore(): void {}
