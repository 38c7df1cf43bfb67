/**
 * The door of a service, in front of the policies at its entrance: nothing behind it answers for a process
 * that is dead, or before one that stands still goes on. It tells the run of every call that comes, also of
 * those that get no further than the policies; what instances behind it tell of theirs ends here.
 */
import { Probe } from '../kernel/probe.js';
import type { Call, Handler, Hooks } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import { CallList } from '../primitives/line.js';
import { Outcome } from '../primitives/outcome.js';
import { type Copy, copyOf } from './copy.js';
import { type Instance, instanceOf } from './instance.js';
import { callLeft, callStarted, ServiceChannels } from './service.js';

/** A call's `state`: not asked about yet, without a thread for whatever reason, or past the policies with one. */
const Stand = { outside: 0, waiting: 1, served: 2 } as const;
/** The calls of one instance, in lists; each has the one where it stands as its `item`. */
interface Calls {
  /** Come while it stood still, in order. */
  readonly held: CallList;
  readonly inside: CallList;
}

export class Door {
  /** Where the instances behind it tell what happens. */
  readonly behind: ServiceChannels;
  /** By copy. */
  private readonly calls: Calls[] = [];
  private readonly refused: Outcome;
  private readonly reset: Outcome;
  private readonly hooks: Hooks = {
    enter: (call) => this.enter(call),
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
    const { exchange } = this;
    const calls = { held: new CallList(), inside: new CallList() };
    this.calls[instance.copy] = calls;
    const thaw = () => {
      if (instance.frozenUntil <= exchange.simulation.now) this.letAllIn(calls);
    };
    instance.watch({
      crashed: () =>
        exchange.holdAnswers(() => {
          this.endAll(calls.inside);
          this.endAll(calls.held);
        }),
      froze: (until) => exchange.simulation.at(until, thaw, null),
    });
    const options = { process: instance, own: instance, common: this };
    return new PlacedHandler(this.service, this.hooks, policies, options);
  }

  private enter(call: Call): void {
    const instance = instanceOf(call);
    const { now } = this.exchange.simulation;
    call.enteredAt = now;
    call.item = null;
    this.tell.arrived.emit(instance, call);
    if (!instance.up) this.end(call, this.refused);
    else if (instance.frozenUntil > now) {
      this.wait(call);
      join(call, this.callsOf(call).held);
    } else this.letIn(call);
  }

  private letAllIn({ held }: Calls): void {
    this.exchange.holdAnswers(() => {
      for (let { first } = held; first !== null; first = held.first) {
        held.remove(first);
        this.letIn(first);
      }
    });
  }

  private letIn(call: Call): void {
    join(call, this.callsOf(call).inside);
    call.proceed();
    if (call.state === Stand.outside) this.wait(call);
  }

  private wait(call: Call): void {
    call.state = Stand.waiting;
    this.tell.queueMoved.emit(copyOf(call), 1);
  }

  /** A call has a thread: the one that came in, or one that policies made of it. */
  private started(copy: Copy, call: Call): void {
    const came = this.cameAs(copy, call) ?? this.cameFor(copy, call);
    if (came === null || came.state === Stand.served) return;
    if (came.state === Stand.waiting) this.tell.queueMoved.emit(copy, -1);
    came.state = Stand.served;
    this.tell.started.emit(copy, came);
  }

  /** The call that came in, of which another one is a part; null when that is part of none. */
  private cameAs(copy: Copy, { parent }: Call): Call | null {
    for (let each = parent; each !== null; each = each.parent) {
      if (each.handler.common === this && each.handler.own === copy) return each;
    }
    return null;
  }

  /** The call that came in and for which policies began another one, to be shared with others; null when it has gone. */
  private cameFor({ copy }: Copy, { request }: Call): Call | null {
    let each = (this.calls[copy] as Calls).inside.first;
    while (each !== null && (each.request !== request || each.state === Stand.served)) {
      each = each.behind;
    }
    return each;
  }

  private callsOf(call: Call): Calls {
    return this.calls[copyOf(call).copy] as Calls;
  }

  private left(call: Call, outcome: Outcome | null): void {
    const copy = copyOf(call);
    (call.item as CallList | null)?.remove(call);
    if (call.state === Stand.waiting) this.tell.queueMoved.emit(copy, -1);
    this.tell.over.emit(copy, call, outcome, call.state === Stand.served);
  }

  private endAll(calls: CallList): void {
    for (let { first } = calls; first !== null; first = calls.first) this.end(first, this.reset);
  }

  private end(call: Call, outcome: Outcome): void {
    if (instanceOf(call).silent) this.exchange.vanish(call);
    else call.settle(outcome);
  }
}

function join(call: Call, list: CallList): void {
  call.item = list;
  list.append(call);
}
