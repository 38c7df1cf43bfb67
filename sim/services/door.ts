/**
 * The door of a service, in front of the policies at its entrance: nothing behind it answers for a process
 * that is dead, or before one that stands still goes on. It tells the run of every call that comes, also of
 * those that get no further than the policies; what instances behind it tell of theirs ends here.
 */
import { Probe } from '../kernel/probe.js';
import { type Call, Handler, type Hooks } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { CallList } from '../primitives/line.js';
import { Outcome } from '../primitives/outcome.js';
import { type Copy, copyOf } from './copy.js';
import { type Instance, instanceOf } from './instance.js';
import { callLeft, callStarted, ServiceChannels } from './service.js';

/** A call's `state`: not asked about yet, without a thread for whatever reason, or past the policies with one. */
const Stand = { outside: 0, waiting: 1, served: 2 } as const;
/** A call's `count` once it is in the process. */
const INSIDE = 1;

export class Door {
  /** Where the instances behind it tell what happens. */
  readonly behind: ServiceChannels;
  /** Calls in the process of each instance, by copy. */
  private readonly inside: CallList[] = [];
  private readonly refused: Outcome;
  private readonly reset: Outcome;
  private readonly hooks: Hooks = {
    enter: (call) => this.enter(call),
    woken: (call) => this.woken(call),
    left: (call, outcome) => this.left(call, outcome),
  };

  constructor(
    private readonly exchange: Exchange,
    private readonly tell: ServiceChannels,
    private readonly service: string,
  ) {
    this.refused = Outcome.failure('refused', service);
    this.reset = Outcome.failure('reset', service);
    const probe = new Probe();
    this.behind = new ServiceChannels(probe, exchange.simulation.probe);
    probe.on(callStarted, (copy, call) => {
      tell.threadsMoved.emit(copy, 1);
      this.started(copy, call);
    });
    probe.on(callLeft, (copy, _call, _outcome, started) => {
      if (started) tell.threadsMoved.emit(copy, -1);
    });
  }

  /** The way into an instance, through the policies at its entrance. */
  handler(instance: Instance, policies: Handler): Handler {
    const inside = new CallList();
    this.inside[instance.copy] = inside;
    instance.watch({
      crashed: () =>
        this.exchange.holdAnswers(() => {
          for (let { first } = inside; first !== null; first = inside.first) {
            this.end(first, this.reset);
          }
        }),
    });
    const options = { process: instance, own: instance, common: this };
    return new Handler(this.service, this.hooks, policies, options);
  }

  private enter(call: Call): void {
    const instance = instanceOf(call);
    const { now } = this.exchange.simulation;
    call.enteredAt = now;
    this.tell.arrived.emit(instance, call);
    if (!instance.up) this.end(call, this.refused);
    else if (instance.frozenUntil > now) {
      this.wait(call);
      call.wake(instance.frozenUntil - now);
    } else this.letIn(call);
  }

  private woken(call: Call): void {
    if (instanceOf(call).up) this.letIn(call);
    else this.end(call, this.refused);
  }

  private letIn(call: Call): void {
    call.count = INSIDE;
    (this.inside[copyOf(call).copy] as CallList).append(call);
    call.proceed();
    if (call.state === Stand.outside) this.wait(call);
  }

  private wait(call: Call): void {
    call.state = Stand.waiting;
    this.tell.queueMoved.emit(copyOf(call), 1);
  }

  /** A call has a thread: the one that came in, or one that policies made of it. */
  private started(copy: Copy, call: Call): void {
    const came = this.cameAs(copy, call);
    if (came === null || came.state === Stand.served) return;
    if (came.state === Stand.waiting) this.tell.queueMoved.emit(copy, -1);
    came.state = Stand.served;
    this.tell.started.emit(copy, came);
  }

  /** The call that came in, of which another one is a part; null when policies began that by themselves. */
  private cameAs(copy: Copy, { parent }: Call): Call | null {
    for (let each = parent; each !== null; each = each.parent) {
      if (each.handler.common === this && each.handler.own === copy) return each;
    }
    return null;
  }

  private left(call: Call, outcome: Outcome | null): void {
    const copy = copyOf(call);
    if (call.count === INSIDE) (this.inside[copy.copy] as CallList).remove(call);
    if (call.state === Stand.waiting) this.tell.queueMoved.emit(copy, -1);
    this.tell.over.emit(copy, call, outcome, call.state === Stand.served);
  }

  private end(call: Call, outcome: Outcome): void {
    if (instanceOf(call).silent) this.exchange.vanish(call);
    else call.settle(outcome);
  }
}
