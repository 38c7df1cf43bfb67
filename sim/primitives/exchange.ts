/** The exchange: opens, answers and cancels calls, and keeps the laws that handlers rely on. */
import { NO_EVENT } from '../kernel/calendar.js';
import { Diagnosis, invariant } from '../kernel/invariant.js';
import { Fact } from '../kernel/probe.js';
import { deriveKey, type Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import { Call, type Handler, type Outbound, Phase } from './call.js';
import type { Outcome } from './outcome.js';
import { Request } from './request.js';

/** A request that nothing can act for any more: the ledger closes its account. */
export const requestOver = new Fact<[request: Request]>('request.over');

/** How many calls may be open at once before the run is ended with a diagnosis. */
export const OPEN_CALLS_LIMIT = 4_000_000;

export class Exchange {
  private readonly spareCalls: Call[] = [];
  private readonly spareRequests: Request[] = [];
  private readonly over;
  private openCalls = 0;
  private openRequests = 0;
  /** Above zero while a hook runs that answers must not overtake: they wait for the calendar. */
  private descending = 0;

  constructor(
    readonly simulation: Simulation,
    private readonly limit = OPEN_CALLS_LIMIT,
  ) {
    this.over = simulation.probe.channel(requestOver);
  }

  /** Calls that are under way, inner ones included. */
  get inProgress(): number {
    return this.openCalls;
  }

  /** Requests that something may still act for. */
  get requestsHeld(): number {
    return this.openRequests;
  }

  /** A fresh request, held once by whoever asks. */
  request(): Request {
    const request = this.spareRequests.pop() ?? new Request();
    request.sentAt = this.simulation.now;
    request.holders = 1;
    this.openRequests++;
    return request;
  }

  hold(request: Request): void {
    request.holders++;
  }

  /** Lets go of a request; the last to do so ends it. */
  drop(request: Request): void {
    if (--request.holders > 0) return;
    invariant(request.holders === 0, 'a request was let go of more often than it was held');
    this.over.emit(request);
    this.openRequests--;
    request.outcome = null;
    request.effects.length = 0;
    request.priority = 0;
    request.key = 0;
    this.spareRequests.push(request);
  }

  /**
   * Starts a call that nobody waits for: a client's, or the delivery of a message. It lets go of the
   * request when it is over.
   * @param salt 0 to share the request's randomness; otherwise the call's is derived with it.
   */
  begin(request: Request, handler: Handler, operation: number, salt: number): Call {
    const call = this.take(request, handler);
    call.operation = operation;
    this.giveKey(call, request, salt);
    this.enter(call);
    return call;
  }

  /**
   * Opens an inner call that enters its handler at once.
   * @param salt 0 to share the parent's randomness; otherwise the inner call's is derived with it.
   */
  open(parent: Call, handler: Handler, tag: number, salt: number): Call {
    const call = this.link(parent, handler, tag, salt);
    this.enter(call);
    return call;
  }

  /** Opens an inner call to an operation elsewhere. */
  openTo(parent: Call, { handler, operation }: Outbound, tag: number, salt: number): Call {
    const call = this.link(parent, handler, tag, salt);
    call.operation = operation;
    this.enter(call);
    return call;
  }

  /** Opens an inner call that is under way to its handler; `arrive` makes it enter. */
  dispatch(parent: Call, handler: Handler, tag: number, salt: number): Call {
    const call = this.link(parent, handler, tag, salt);
    call.phase = Phase.travelling;
    return call;
  }

  /** A dispatched call reaches its handler. */
  arrive(call: Call): void {
    call.timer = NO_EVENT;
    this.enter(call);
  }

  /** The time that a call asked for has come; a frozen process notices when it goes on. */
  wakeUp(call: Call): void {
    const { frozenUntil } = call.handler.process;
    if (frozenUntil > this.simulation.now) {
      call.timer = this.simulation.at(frozenUntil, wakeUp, call);
      return;
    }
    call.timer = NO_EVENT;
    call.handler.woken(call);
  }

  wake(call: Call, delay: Duration): void {
    if (call.timer !== NO_EVENT) this.simulation.cancel(call.timer);
    call.timer = this.simulation.after(delay, wakeUp, call);
  }

  /** Takes back what was asked for with `wake`. */
  sleep(call: Call): void {
    if (call.timer === NO_EVENT) return;
    this.simulation.cancel(call.timer);
    call.timer = NO_EVENT;
  }

  settle(call: Call, outcome: Outcome): void {
    invariant(call.phase === Phase.open, `${call.place} settled a call that is not open`);
    this.quieten(call);
    if (this.descending === 0) {
      this.answer(call, outcome);
      return;
    }
    this.answerLater(call, outcome, this.simulation.now);
  }

  /** The caller has no more use for the call: it ends without an answer. */
  cancel(call: Call): void {
    const { handler } = call;
    const entered = call.phase !== Phase.travelling;
    this.quieten(call);
    this.unlink(call);
    if (entered) {
      this.descending++;
      handler.left(call, null);
      this.descending--;
    }
    this.release(call);
  }

  /** A dispatched call could not be delivered: its sender is told. */
  bounce(call: Call, outcome: Outcome): void {
    const { parent, tag, request } = call;
    this.unlink(call);
    this.release(call);
    if (parent !== null) parent.handler.answered(parent, outcome, tag);
    else this.drop(request);
  }

  /** The call is lost without a word: its caller waits on. */
  vanish(call: Call): void {
    const { parent, request } = call;
    this.cancel(call);
    if (parent === null) this.drop(request);
  }

  /** Cancels all open inner calls. */
  cancelInner(call: Call): void {
    while (call.inner !== null) this.cancel(call.inner);
  }

  /** Lets all open inner calls go on alone: their answers are not needed, their work is. */
  letGo(call: Call): void {
    while (call.inner !== null) {
      const { inner } = call;
      this.unlink(inner);
      inner.parent = null;
      this.hold(inner.request);
    }
  }

  /** Delivers an answer that had to wait for the calendar. */
  deliver(call: Call): void {
    call.timer = NO_EVENT;
    this.answer(call, call.outcome as Outcome);
  }

  private enter(call: Call): void {
    call.phase = Phase.open;
    call.enteredAt = this.simulation.now;
    this.descending++;
    call.handler.enter(call);
    this.descending--;
  }

  private answer(call: Call, outcome: Outcome): void {
    const { parent, tag, request } = call;
    if (parent !== null && parent.handler.process.frozenUntil > this.simulation.now) {
      this.answerLater(call, outcome, parent.handler.process.frozenUntil);
      return;
    }
    this.unlink(call);
    this.descending++;
    call.handler.left(call, outcome);
    this.descending--;
    this.release(call);
    if (parent !== null) parent.handler.answered(parent, outcome, tag);
    else this.drop(request);
  }

  private answerLater(call: Call, outcome: Outcome, instant: Instant): void {
    call.phase = Phase.answering;
    call.outcome = outcome;
    call.timer = this.simulation.at(instant, deliver, call);
  }

  /** Cancels the timer and the inner calls, or lets these go on alone where the other side can't know. */
  private quieten(call: Call): void {
    this.sleep(call);
    while (call.inner !== null) {
      if (call.handler.detaches) this.orphan(call.inner);
      else this.cancel(call.inner);
    }
  }

  /** The caller is gone and the callee does not know: it works on, and its answer goes nowhere. */
  private orphan(call: Call): void {
    this.unlink(call);
    call.parent = null;
    this.hold(call.request);
    markUnwanted(call);
  }

  private link(parent: Call, handler: Handler, tag: number, salt: number): Call {
    const call = this.take(parent.request, handler);
    call.parent = parent;
    call.tag = tag;
    const { inner } = parent;
    call.older = inner;
    if (inner !== null) inner.newer = call;
    parent.inner = call;
    call.operation = parent.operation;
    call.unwanted = parent.unwanted;
    this.giveKey(call, parent, salt);
    return call;
  }

  private giveKey(call: Call, source: Keyed, salt: number): void {
    if (salt === 0) {
      call.keyHigh = source.keyHigh;
      call.keyLow = source.keyLow;
    } else deriveKey(call, source, salt);
  }

  private unlink(call: Call): void {
    const { parent, older, newer } = call;
    if (older !== null) older.newer = newer;
    if (newer !== null) newer.older = older;
    else if (parent !== null) parent.inner = older;
    call.older = null;
    call.newer = null;
  }

  private take(request: Request, handler: Handler): Call {
    if (++this.openCalls > this.limit) this.overflow(handler);
    const call = this.spareCalls.pop() ?? new Call(this);
    call.handler = handler;
    call.request = request;
    return call;
  }

  private release(call: Call): void {
    this.openCalls--;
    call.phase = Phase.free;
    call.parent = null;
    call.outcome = null;
    call.tag = 0;
    call.count = 0;
    call.state = 0;
    call.mark = 0;
    call.amount = 0;
    call.item = null;
    call.partial = false;
    call.unwanted = false;
    this.spareCalls.push(call);
  }

  private overflow(handler: Handler): never {
    throw new Diagnosis(
      `more than ${this.limit.toLocaleString('en')} calls are open at once`,
      handler.place,
    );
  }
}

function markUnwanted(call: Call): void {
  call.unwanted = true;
  for (let each = call.inner; each !== null; each = each.older) markUnwanted(each);
}

function wakeUp(call: Call): void {
  call.exchange.wakeUp(call);
}

function deliver(call: Call): void {
  call.exchange.deliver(call);
}
