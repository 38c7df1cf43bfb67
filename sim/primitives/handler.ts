/**
 * The one shape that everything answering a call has: policy, transport, service, broker, user code.
 *
 * A handler is four hooks over a {@link Call}. `enter`: a call arrives. `answered`: an inner call that it
 * opened has settled. `woken`: the time it asked for has come. `left`: the call is over, settled or
 * cancelled; what was taken for it is given back here, exactly once.
 *
 * The laws that make hooks easy to write: a call settles exactly once; settling or cancelling a call
 * cancels its timer and its open inner calls; answers travel up only between events, one chain at a
 * time, so that nothing a hook calls can answer the caller while the hook still runs.
 */
import type { Call } from './call.js';
import type { Outcome } from './outcome.js';
import { IDEAL_PROCESS, type Process } from './process.js';

export interface Hooks {
  /** A call arrives. Default: pass it on. */
  enter?(call: Call): void;
  /** An inner call settled; `tag` is the number it was opened with. Default: answer the same. */
  answered?(call: Call, outcome: Outcome, tag: number): void;
  /** The delay asked for with `call.wake` has passed. */
  woken?(call: Call): void;
  /** The call is over; `outcome` is null when its caller cancelled it. */
  left?(call: Call, outcome: Outcome | null): void;
}

/** Hooks bound to a place in the model. One class for all: calls through it stay fast. */
export class Handler {
  readonly enter: (call: Call) => void;
  readonly answered: (call: Call, outcome: Outcome, tag: number) => void;
  readonly woken: (call: Call) => void;
  readonly left: (call: Call, outcome: Outcome | null) => void;
  /** When its call is cancelled, inner calls go on by themselves: the other side does not learn of it. */
  readonly detaches: boolean;
  /** The process it runs in: while that is frozen, its timers and answers are late. */
  readonly process: Process;

  /**
   * @param place the scenario entity, as named in messages.
   * @param next the handler further in, for `call.proceed`.
   */
  constructor(
    readonly place: string,
    hooks: Hooks,
    readonly next: Handler | null = null,
    options: { detaches?: boolean; process?: Process } = {},
  ) {
    this.enter = hooks.enter?.bind(hooks) ?? proceed;
    this.answered = hooks.answered?.bind(hooks) ?? settle;
    this.woken = hooks.woken?.bind(hooks) ?? ignore;
    this.left = hooks.left?.bind(hooks) ?? ignore;
    this.detaches = options.detaches ?? false;
    this.process = options.process ?? IDEAL_PROCESS;
  }
}

/** The way to an operation elsewhere, policies and network included. */
export interface Outbound {
  readonly handler: Handler;
  /** The operation's index in its service. */
  readonly operation: number;
}

/** A policy made ready: wraps what comes further in. */
export type Layer = (next: Handler) => Handler;

/** Puts layers around a handler; the first of them is outermost. */
export function pipeline(layers: readonly Layer[], innermost: Handler): Handler {
  return layers.reduceRight((next, layer) => layer(next), innermost);
}

function proceed(call: Call): void {
  call.proceed();
}

function settle(call: Call, outcome: Outcome): void {
  call.settle(outcome);
}

function ignore(): void {}
