/**
 * A call: one caller waiting for one answer from one handler. And a handler: the one shape that everything
 * answering a call has: policy, transport, service, broker, user code.
 *
 * Policies, transports and services each handle a call of their own and open inner calls further in, so
 * that a client's request is a tree of calls. Calls are pooled: a handler must not keep one beyond `left`.
 *
 * A handler is six hooks over a {@link Call}. `enter`: a call arrives. `answered`: an inner call that it
 * opened has settled. `woken`: the time it asked for has come. `left`: the call is over, settled or
 * cancelled; what was taken for it is given back here, exactly once. `signalled`: its caller would like it
 * to end soon. `disowned`: nobody waits for it any more.
 *
 * The laws that make hooks easy to write: a call settles exactly once; settling or cancelling a call
 * cancels its timer and its open inner calls; answers travel up only between events, one chain at a
 * time, so that nothing a hook calls can answer the caller while the hook still runs.
 */
import { type EventSlot, NO_EVENT } from '../kernel/calendar.js';
import type { Timed } from '../kernel/event-lists.js';
import { Fact } from '../kernel/probe.js';
import type { Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, END_OF_TIME, type Instant } from '../kernel/time.js';
import type { Outcome } from './outcome.js';
import { CALLERS, IDEAL_PROCESS, type Process } from './process.js';
import type { Request, SpanMark } from './request.js';
import type { Spare } from './spares.js';
import type { Limit, TimeLimit } from './time-limit.js';

/** What calls ask of the exchange that opened them. */
export interface Switchboard {
  readonly simulation: Simulation;
  open(parent: Call, handler: Handler, tag: number, salt: number): Call;
  /** A handler lets a call through to the next one further in. */
  pass(call: Call, witness: Witness | null): void;
  settle(call: Call, outcome: Outcome): void;
  wake(call: Call, delay: Duration): void;
  sleep(call: Call): void;
  /** The time that a call asked for has come. */
  wakeUp(call: Call): void;
  /** Asks the open inner calls of a call to end soon. */
  signal(call: Call): void;
  /** A call that was under way reaches its handler. */
  arrive(call: Call): void;
  /** Its answer was under way, and is there. */
  comeBack(call: Call): void;
  /** The time that it may take is over. */
  expire(call: Call): void;
  /** Hands over an answer that had to wait for the calendar. */
  handOver(call: Call, outcome: Outcome): void;
}

/** Where a call is in its life: on its way to its handler, lost there, being handled, with an answer on its way back, or settled but not handed over. */
export const Phase = {
  free: 0,
  travelling: 1,
  lost: 2,
  open: 3,
  returning: 4,
  settled: 5,
} as const;

/** Sends calls on their way again that were lost there; it is the `item` of such a call. */
export interface Courier {
  carry(call: Call): void;
}

/** Hears how calls end that a policy has let through. */
export interface Witness {
  /**
   * @param outcome null when the caller has left.
   * @param took since the call was let through.
   * @returns true when the call has been taken back and is not over yet.
   */
  over(call: Call, outcome: Outcome | null, took: Duration): boolean;
  /** Its caller would like the call to end soon. */
  signalled?(call: Call): void;
}

/** Sends requests, and hears of their answers. */
export interface Sender {
  answered(request: Request, outcome: Outcome): void;
}

export class Call implements Keyed, Timed, Spare<Call> {
  nextSpare: Call | null = null;
  /** The caller; null for a client's request, and once the caller has gone. */
  parent: Call | null = null;
  /** The process of a caller that has gone, for a call that goes on alone; null when no other has opened it. */
  origin: Process | null = null;
  /** Who gets the answer to a client's request; null for all others. */
  sender: Sender | null = null;
  /** The newest of the open inner calls; the others hang on its `older`. */
  inner: Call | null = null;
  older: Call | null = null;
  newer: Call | null = null;
  /** Randomness of its own; inner calls inherit or derive theirs. */
  keyHigh = 0;
  keyLow = 0;
  /** Which of the callee's operations is wanted, by index. */
  operation = 0;
  /** What the caller calls this one: a branch, an attempt. */
  tag = 0;
  phase: number = Phase.free;
  /** One timer for all that a call waits for, and whether it is set. */
  readonly timer: EventSlot;
  waits = false;
  /** What bounds the time that it may take in all; null when nothing does. Its timer is made when something first does. */
  limit: Limit | null = null;
  countdown: EventSlot = NO_EVENT;
  outcome: Outcome | null = null;
  /** The instant after which its answer is of no use to whoever asked first; inner calls inherit it. */
  deadline: Instant = END_OF_TIME;
  /** Who hears how it ends, the handler that let it through, when, and the amount that this had noted then. */
  witness: Witness | null = null;
  passedBy: Handler | null = null;
  passedAt: Instant = 0;
  passedWith = 0;
  /** When it came to its instance. */
  enteredAt: Instant = 0;

  // The handler's own notes.
  /** A small integer, such as the attempt; 0 when the call enters. */
  count = 0;
  /** Another small integer, usually a state; 0 when the call enters. */
  state = 0;
  /** An instant or an amount; anything when the call enters. */
  mark = 0;
  /** A second amount; anything when the call enters. */
  amount = 0;
  /** Neighbours in the line where the call waits. */
  ahead: Call | null = null;
  behind: Call | null = null;
  /** Its index in a line or heap where it stands. */
  lineIndex = 0;
  /** Where it stands with its instance; 0 outside of any. */
  stand = 0;
  /** Something else of the handler's own; anything when the call enters. */
  item: unknown = null;
  /** What is carried beside the request: a batch of messages, a delivery. Inner calls carry it on. */
  cargo: unknown = null;
  /** Some optional part of the answer is missing. */
  partial = false;
  /** Nobody waits for the answer any more, and since when: work done for it from then on is wasted. */
  unwanted = false;
  unwantedSince: Instant = 0;
  /** Its span, while somebody follows its request. */
  span: SpanMark | null = null;

  constructor(
    readonly exchange: Switchboard,
    /** Who handles this call. */
    public handler: Handler,
    /** The client's intent that this call works for. */
    public request: Request,
  ) {
    this.timer = exchange.simulation.timer(this);
  }

  due(): void {
    this.waits = false;
    if (this.phase === Phase.open) this.exchange.wakeUp(this);
    else if (this.phase === Phase.travelling) this.exchange.arrive(this);
    else if (this.phase === Phase.returning) this.exchange.comeBack(this);
    else if (this.phase === Phase.settled) this.exchange.handOver(this, this.outcome as Outcome);
    else (this.item as Courier).carry(this);
  }

  /**
   * Opens the inner call to the next handler further in.
   * @param salt other than 0 gives the inner call randomness of its own, as a further attempt needs it.
   */
  proceed(salt = 0): void {
    this.exchange.open(this, this.handler.next as Handler, 0, salt);
  }

  /**
   * Lets the call through: it goes on as that of the next handler further in, which costs no call of its
   * own. A witness hears how it ends, exactly once; those of this handler's hooks that hear of it again
   * find a `state` of 0.
   */
  pass(witness: Witness | null = null): void {
    this.exchange.pass(this, witness);
  }

  /** Whether a call that is let through now goes on as it is, to the last handler, and can be taken back from there. */
  get canReturn(): boolean {
    const { next } = this.handler;
    const isLast = next !== null && next.next === null && next.limit?.travels !== true;
    return isLast && this.limit === null && this.witness === null;
  }

  /** Ends the call with an outcome; its timer and open inner calls are cancelled. */
  settle(outcome: Outcome): void {
    this.exchange.settle(this, outcome);
  }

  /** Asks for `woken` after a delay. One timer per call: asking again replaces it. */
  wake(delay: Duration): void {
    this.exchange.wake(this, delay);
  }

  /** The process in which it is handled. */
  get process(): Process {
    const { process } = this.handler;
    if (process !== CALLERS) return process;
    return this.parent?.process ?? this.origin ?? IDEAL_PROCESS;
  }

  /** Where in the scenario this call is being handled. */
  get place(): string {
    return this.handler.place;
  }
}

/** A callee has begun to work on a call: it waits in no queue any more. */
export const servingBegan = new Fact<[call: Call]>('serving.began');

/** What a handler does. Hooks are called as plain functions: they must not use `this`. */
export interface Hooks {
  /** A call arrives. Default: pass it on. */
  readonly enter?: (call: Call) => void;
  /** An inner call settled; `tag` is the number it was opened with. Default: answer the same. */
  readonly answered?: (call: Call, outcome: Outcome, tag: number) => void;
  /** The delay asked for with `call.wake` has passed. */
  readonly woken?: (call: Call) => void;
  /** The call is over; `outcome` is null when its caller cancelled it. Null where there is nothing to give back. */
  readonly left?: ((call: Call, outcome: Outcome | null) => void) | null;
  /** Its caller would like it to end soon, and waits for its answer all the same. Default: tell those further in. */
  readonly signalled?: (call: Call) => void;
  /** Nobody waits for the answer of an open call any more, as it says itself, or somebody does again. Default: nothing. */
  readonly disowned?: (call: Call) => void;
  /** When a call is cancelled, inner calls go on by themselves: the other side does not learn of it. Default: false. */
  readonly detaches?: boolean;
}

/** Whoever answers calls: hooks, bound to a place in the model. */
export interface Handler {
  readonly hooks: Required<Hooks>;
  /** What hooks that are the same for many handlers work on: here alone, such as an instance, and with others, such as the transport of an edge. */
  readonly own: unknown;
  readonly common: unknown;
  /** The process it runs in: while that is frozen, its timers and answers are late. */
  readonly process: Process;
  /** The time that each of its calls may take. */
  readonly limit: TimeLimit | null;
  /** The handler further in, for `call.proceed`. */
  readonly next: Handler | null;
  /** The scenario entity, as named in messages. */
  readonly place: string;
}

/** The way to an operation elsewhere, policies and network included. */
export interface Outbound {
  readonly handler: Handler;
  /** The operation's index in its service. */
  readonly operation: number;
}
