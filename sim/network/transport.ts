/**
 * The transport: takes a call from its sender over the network to one of the receivers, and the answer
 * back. Here cancellation stops: a sender that leaves is not noticed on the other side, unless the
 * protocol tells it.
 */
import { Fact } from '../kernel/probe.js';
import type { Simulation } from '../kernel/simulation.js';
import { SECOND } from '../kernel/time.js';
import type { Call, Courier, Handler, Hooks } from '../primitives/call.js';
import type { Endpoint, Learner } from '../primitives/endpoint.js';
import type { Exchange } from '../primitives/exchange.js';
import { HookSet, PlacedHandler } from '../primitives/handler.js';
import { Link } from '../primitives/link.js';
import { Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';

/** An attempt was sent over an edge. */
export const attemptSent = new Fact<[edge: number, call: Call]>('attempt.sent');
/** An attempt over an edge is over; without an outcome its sender left. */
export const attemptOver = new Fact<[edge: number, call: Call, outcome: Outcome | null]>(
  'attempt.over',
);

const UNREACHABLE = Outcome.failure('unreachable', 'network');

/** Directions, for random draws. */
const REQUEST = 0;
const REPLY = 1;
const SYN = 0x10000;
const RESET = 0x30000;
const SYN_ACK = 0x20000;

/** So many hops that take no time may follow upon each other in one event: each has the others on its stack. */
const HOPS_AT_ONCE = 32;

/** Connection attempts after the first (Linux tcp_syn_retries): given up after 127 s. */
const SYN_RETRIES = 6;

/** Chooses an endpoint, and may learn how calls to it end. */
export interface Chooser extends Learner {
  /** Null when there is nobody to ask. */
  pick(call: Call): Endpoint | null;
}

export interface TransportOptions {
  /** Such as `storefront -> payment.charge`. */
  readonly name: string;
  /** Index of the edge among the scenario's edges. */
  readonly edge: number;
  readonly there: Link;
  readonly back: Link;
  /** Each call opens a connection of its own first. */
  readonly handshakes: boolean;
  /** The receiver learns that the sender has left, as gRPC and HTTP/2 resets tell it. */
  readonly propagates: boolean;
}

/** What a call's timer is for, in its `state`. */
const Next = { replyAgain: 1, connectAgain: 2, request: 3, tell: 4, stop: 5 } as const;

/** The transport over one edge, for all copies of its sender. */
export class Transport implements Courier {
  private readonly simulation: Simulation;
  private readonly edge: number;
  private there: Link;
  private back: Link;
  private readonly handshakes: boolean;
  private readonly sent;
  private readonly over;
  /** Every endpoint has been taken out. */
  private readonly nobody: Outcome;
  /** The other side was told to stop. */
  private readonly cancelled: Outcome;
  private readonly propagates: boolean;
  private readonly name: string;

  constructor(
    private readonly exchange: Exchange,
    { name, edge, there, back, handshakes, propagates }: TransportOptions,
  ) {
    this.name = name;
    this.propagates = propagates;
    this.cancelled = Outcome.failure('cancelled', name);
    this.nobody = Outcome.failure('unavailable', name);
    this.simulation = exchange.simulation;
    this.edge = edge;
    this.there = there;
    this.back = back;
    this.handshakes = handshakes;
    this.sent = this.simulation.probe.channel(attemptSent);
    this.over = this.simulation.probe.channel(attemptOver);
  }

  /**
   * The handler that carries the calls of one sender to the endpoints that it chooses.
   * @param process the sender's, or {@link CALLERS} when all copies of it choose in the same way.
   */
  from(process: Process, chooser: Chooser): Handler {
    const { name, propagates } = this;
    const hooks = propagates ? TELLING : DETACHING;
    return new PlacedHandler(name, hooks, null, { process, own: chooser, common: this });
  }

  /** The link that requests take, to be disturbed: it is no longer that of other edges, if it was. */
  linkThere(): Link {
    this.there = this.there.apart();
    return this.there;
  }

  /** The link that answers take, to be disturbed. */
  linkBack(): Link {
    this.back = this.back.apart();
    return this.back;
  }

  enter(call: Call, chooser: Chooser): void {
    const endpoint = chooser.pick(call);
    call.item = endpoint;
    call.mark = this.simulation.now;
    if (endpoint === null) {
      call.settle(this.nobody);
      return;
    }
    endpoint.inFlight++;
    this.sent.emit(this.edge, call);
    if (this.handshakes) this.connect(call);
    else this.request(call);
  }

  answered(call: Call, outcome: Outcome): void {
    const { back } = this;
    if (!back.undisturbed) {
      call.outcome = outcome;
      this.reply(call);
      return;
    }
    const { exchange } = this;
    const delay = back.delay(call, REPLY);
    if (delay > 0 || exchange.hops === HOPS_AT_ONCE) {
      exchange.settleAfter(call, outcome, delay);
      return;
    }
    exchange.hops++;
    call.settle(outcome);
    exchange.hops--;
  }

  woken(call: Call): void {
    if (call.state === Next.replyAgain) this.reply(call);
    else if (call.state === Next.connectAgain) this.connect(call);
    else if (call.state === Next.request) this.request(call);
    else if (call.state === Next.tell) this.tell(call);
    else {
      this.exchange.cancelInner(call);
      call.count = 0;
      this.answered(call, this.cancelled);
    }
  }

  /** Only a protocol that tells the other side makes anything of it. */
  signalled(call: Call): void {
    if (this.propagates && call.inner !== null) this.tell(call);
  }

  left(call: Call, outcome: Outcome | null, chooser: Chooser): void {
    const endpoint = call.item as Endpoint | null;
    if (endpoint === null) return;
    endpoint.inFlight--;
    const { now } = this.simulation;
    chooser.answered?.(endpoint, outcome, now - call.mark, now, call);
    this.over.emit(this.edge, call, outcome);
  }

  /** SYN there and SYN-ACK back; when either is lost, SYN again after a second, then two, ... */
  private connect(call: Call): void {
    const there = this.there.attempt(call, SYN, call.count);
    const back = there < 0 ? -1 : this.back.attempt(call, SYN_ACK, call.count);
    call.state = back < 0 ? Next.connectAgain : Next.request;
    if (back >= 0) call.wake(there + back);
    else if (call.count === SYN_RETRIES) call.settle(UNREACHABLE);
    else call.wake(SECOND * (1 << call.count++));
  }

  private request(call: Call): void {
    call.count = 0;
    const { there, exchange } = this;
    const { handler } = call.item as Endpoint;
    const travelling = exchange.dispatch(call, handler);
    if (!there.undisturbed) {
      this.carry(travelling);
      return;
    }
    const delay = there.delay(call, REQUEST);
    if (delay > 0 || exchange.hops === HOPS_AT_ONCE) {
      exchange.deliver(travelling, delay);
      return;
    }
    exchange.hops++;
    exchange.arrive(travelling);
    exchange.hops--;
  }

  /** One try to get a request over a disturbed link. */
  carry(travelling: Call): void {
    const { exchange } = this;
    const delay = this.there.attempt(travelling, REQUEST, travelling.count);
    if (delay >= 0) {
      travelling.count = 0;
      exchange.deliver(travelling, delay);
    } else if (travelling.count === Link.TRIES) exchange.handOver(travelling, UNREACHABLE);
    else exchange.carryAgain(travelling, Link.retransmission(travelling.count++), this);
  }

  /** One try to tell the other side that it may stop. */
  private tell(call: Call): void {
    const delay = this.there.attempt(call, RESET, call.count);
    call.state = delay < 0 ? Next.tell : Next.stop;
    call.wake(delay < 0 ? Link.retransmission(call.count++) : delay);
  }

  /** One try to get the answer back over a disturbed link. */
  private reply(call: Call): void {
    const delay = this.back.attempt(call, REPLY, call.count);
    if (delay >= 0) {
      this.exchange.settleAfter(call, call.outcome as Outcome, delay);
      return;
    }
    call.state = Next.replyAgain;
    call.wake(Link.retransmission(call.count++));
  }
}

const transportOf = ({ handler }: Call): Transport => handler.common as Transport;
const chooserOf = ({ handler }: Call): Chooser => handler.own as Chooser;

/** The same for all transports: an edge has no closures of its own. */
const HOOKS: Hooks = {
  enter: (call) => transportOf(call).enter(call, chooserOf(call)),
  answered: (call, outcome) => transportOf(call).answered(call, outcome),
  woken: (call) => transportOf(call).woken(call),
  signalled: (call) => transportOf(call).signalled(call),
  left: (call, outcome) => transportOf(call).left(call, outcome, chooserOf(call)),
};
const TELLING = new HookSet(HOOKS);
const DETACHING = new HookSet({ ...HOOKS, detaches: true });
