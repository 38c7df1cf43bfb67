/** The exchange: opens, answers and cancels calls, and keeps the laws that handlers rely on. */
import { broken } from '../kernel/invariant.js';
import { copyKey, giveKey, type Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, END_OF_TIME } from '../kernel/time.js';
import {
  type Call,
  type Handler,
  type Outbound,
  Phase,
  type Sender,
  type Switchboard,
  type Witness,
} from './call.js';
import { CallPool } from './call-pool.js';
import { CallTimers } from './call-timers.js';
import { adopt, disown, markUnwanted, orphan } from './call-tree.js';
import type { Outcome } from './outcome.js';
import { type Request, RequestPool } from './request.js';
import type { Limit } from './time-limit.js';

export class Exchange extends CallTimers implements Switchboard {
  readonly requests: RequestPool;
  readonly calls: CallPool;
  /** 1 while a hook runs that answers must not overtake: they wait for the calendar. Small integers are stored with less ado than booleans. */
  private descending = 0;
  /** Hops over the network that take no time and have begun, but not ended, in the event at hand. */
  hops = 0;

  constructor(
    simulation: Simulation,
    /** How many calls may be open at once before the run is ended with a diagnosis. */
    room?: number,
  ) {
    super(simulation);
    this.requests = new RequestPool(simulation);
    this.calls = new CallPool(this, room);
  }

  /** A request sets out. It is let go of when it has been answered. */
  send(request: Request, { handler, operation }: Outbound, sender: Sender): void {
    const call = this.first(request, handler, operation, null);
    call.sender = sender;
    copyKey(call, request);
    this.enter(call);
  }

  /**
   * Starts a call that nobody waits for, such as the delivery of a message. It lets go of the request
   * when it is over.
   * @param source whose randomness it shares, or has its own derived from if `salt` is not 0.
   * @param cargo what it carries beside the request.
   */
  begin(
    request: Request,
    handler: Handler,
    operation: number,
    source: Keyed = request,
    salt = 0,
    cargo: unknown = null,
  ): Call {
    const call = this.first(request, handler, operation, cargo);
    giveKey(call, source, salt);
    this.enter(call);
    return call;
  }

  /** A call that no other has opened. */
  private first(request: Request, handler: Handler, operation: number, cargo: unknown): Call {
    const call = this.calls.take(request, handler, cargo);
    call.operation = operation;
    call.deadline = END_OF_TIME;
    call.origin = null;
    return call;
  }

  /** Opens an inner call that enters its handler at once: see {@link dispatch}. */
  open(parent: Call, handler: Handler, tag: number, salt: number): Call {
    const call = this.dispatch(parent, handler, tag, salt);
    this.enter(call);
    return call;
  }

  /** Opens an inner call to an operation elsewhere. */
  openTo(parent: Call, handler: Handler, operation: number, salt: number): Call {
    const call = this.dispatch(parent, handler, 0, salt);
    call.operation = operation;
    this.enter(call);
    return call;
  }

  /**
   * Opens an inner call that is to get to its handler by and by.
   * @param salt 0 to share the parent's randomness; otherwise the inner call's is derived with it.
   */
  dispatch(parent: Call, handler: Handler, tag = 0, salt = 0): Call {
    const call = this.calls.take(parent.request, handler, parent.cargo);
    adopt(parent, call);
    call.tag = tag;
    call.operation = parent.operation;
    if (parent.unwanted) markUnwanted(call, parent.unwantedSince);
    call.deadline = parent.deadline;
    giveKey(call, parent, salt);
    return call;
  }

  /** The call's answer is there after a delay: then it is settled. */
  settleAfter(call: Call, outcome: Outcome, delay: Duration): void {
    call.phase = Phase.returning;
    call.outcome = outcome;
    this.wake(call, delay);
  }

  comeBack(call: Call): void {
    const left = this.standsStillFor(call);
    if (left > 0) {
      this.setTimer(call, left);
      return;
    }
    call.phase = Phase.open;
    this.settle(call, call.outcome as Outcome);
  }

  settle(call: Call, outcome: Outcome): void {
    if (call.phase !== Phase.open) broken(`${call.place} settled a call that is not open`);
    this.quieten(call);
    call.phase = Phase.settled;
    this.leave(call, outcome);
    this.answer(call, outcome);
  }

  private answer(call: Call, outcome: Outcome): void {
    // A caller that stands still gets its answer when it goes on.
    const { parent } = call;
    const left = this.standsStillFor(parent);
    if (this.descending === 1) this.handOverAfter(0, call, outcome);
    else if (left > 0) this.handOverAfter(left, call, outcome);
    else this.handOver(call, outcome);
  }

  private handOverAfter(delay: Duration, call: Call, outcome: Outcome): void {
    call.outcome = outcome;
    this.setTimer(call, delay);
  }

  /** The call's parent is answered: by whoever handles it, or because it could not be delivered. */
  handOver(call: Call, outcome: Outcome): void {
    const { parent, tag, request, sender } = call;
    if (this.testify(call, outcome)) return;
    this.close(call);
    if (parent !== null) {
      parent.handler.hooks.answered(parent, outcome, tag);
      return;
    }
    sender?.answered(request, outcome);
    this.requests.drop(request);
  }

  /** The caller has no more use for the call: it ends without an answer. */
  cancel(call: Call): void {
    this.stop(call);
    this.testify(call, null);
    this.close(call);
  }

  /** The call is lost without a word: its caller waits on, for as long as it would have. */
  vanish(call: Call): void {
    const { parent, request } = call;
    this.stop(call);
    if (call.limit !== null || call.witness !== null) return;
    this.close(call);
    if (parent === null) this.requests.drop(request);
  }

  /** The call took longer than it may: its caller goes on with what the limit says. */
  expire(call: Call): void {
    const limit = call.limit as Limit;
    call.limit = null;
    const left = this.standsStillFor(call);
    if (left > 0) {
      this.limitTime(call, limit, left);
      return;
    }
    this.stop(call);
    this.answer(call, limit.outcome);
  }

  /** Nothing more is done for a call. */
  private stop(call: Call): void {
    const { phase } = call;
    this.quieten(call);
    if (phase === Phase.open || phase === Phase.returning) this.leave(call, null);
    call.phase = Phase.settled;
  }

  private close(call: Call): void {
    this.lift(call);
    this.calls.giveBack(call);
  }

  /** Cancels all open inner calls. */
  cancelInner(call: Call): void {
    for (let { inner } = call; inner !== null; inner = call.inner) this.cancel(inner);
  }

  /** Lets all open inner calls go on alone: their answers are not needed, their work is. */
  letGo(call: Call): void {
    for (let { inner } = call; inner !== null; inner = call.inner) this.detach(inner);
  }

  /** Asks all open inner calls to end soon; their answers come when they do. */
  signal(call: Call): void {
    this.holdAnswers(() => {
      for (let each = call.inner; each !== null; each = each.older) {
        each.witness?.signalled?.(each);
        if (each.phase === Phase.open) each.handler.hooks.signalled(each);
      }
    });
  }

  /** Does something to many calls before any of their answers travels on. */
  holdAnswers(action: () => void): void {
    const { descending } = this;
    this.descending = 1;
    action();
    this.descending = descending;
  }

  /** A handler lets a call through: see {@link Call.pass}. */
  pass(call: Call, witness: Witness | null): void {
    const next = call.handler.next as Handler;
    call.count = 0;
    call.state = 0;
    // What hangs on a call stays with whom it belongs to: it goes on as another one then.
    const free = call.limit === null && (witness === null || call.witness === null);
    const passing = free ? call : this.dispatch(call, next);
    if (witness !== null) {
      passing.witness = witness;
      passing.passedBy = call.handler;
      passing.passedAt = this.simulation.now;
      passing.passedWith = call.amount;
    }
    passing.handler = next;
    if (!this.begins(passing, next)) return;
    // A call site of its own, as for arrivals: here it is most often a transport.
    const { descending } = this;
    this.descending = 1;
    next.hooks.enter(passing);
    this.descending = descending;
  }

  /** A call that was let through, and answered, is open again at the handler that let it through. */
  takeBack(call: Call): void {
    this.lift(call);
    call.handler = call.passedBy as Handler;
    call.phase = Phase.open;
    call.partial = false;
  }

  /** Whoever has let a call through hears how it ended; true when it goes on all the same. */
  private testify(call: Call, outcome: Outcome | null): boolean {
    const { witness } = call;
    if (witness === null) return false;
    call.witness = null;
    const { descending } = this;
    this.descending = 1;
    const goesOn = witness.over(call, outcome, this.simulation.now - call.passedAt);
    this.descending = descending;
    return goesOn;
  }

  /** A call that was opened within the process reaches its handler. */
  private enter(call: Call): void {
    const { handler } = call;
    if (!this.begins(call, handler)) return;
    const { descending } = this;
    this.descending = 1;
    handler.hooks.enter(call);
    this.descending = descending;
  }

  /** A call that was dispatched reaches its handler, which has no limit of time of its own: most often an instance, of which engines make use if they see it apart. */
  arrive(call: Call): void {
    call.phase = Phase.open;
    const { descending } = this;
    this.descending = 1;
    call.handler.hooks.enter(call);
    this.descending = descending;
  }

  private leave(call: Call, outcome: Outcome | null): void {
    const { left } = call.handler.hooks;
    if (left === null) return;
    const { descending } = this;
    this.descending = 1;
    left(call, outcome);
    this.descending = descending;
  }

  /** Cancels the timer and the inner calls, or lets these go on alone where the other side can't know. */
  private quieten(call: Call): void {
    this.sleep(call);
    for (let { inner } = call; inner !== null; inner = call.inner) {
      if (call.handler.hooks.detaches) {
        this.detach(inner);
        disown(inner, this.simulation);
      } else this.cancel(inner);
    }
  }

  /** The call goes on without a caller, and its answer goes nowhere. */
  private detach(call: Call): void {
    call.origin = call.parent?.process ?? null;
    orphan(call);
    this.requests.hold(call.request);
  }
}
