/**
 * The transport: takes a call from its sender over the network to one of the receivers, and the answer
 * back. Here cancellation stops: a sender that leaves is not noticed on the other side, unless the
 * protocol tells it.
 */
import { Fact } from '../kernel/probe.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Call } from '../primitives/call.js';
import type { Balancer, Endpoint } from '../primitives/endpoint.js';
import type { Exchange } from '../primitives/exchange.js';
import { Handler, type Hooks } from '../primitives/handler.js';
import { Link } from '../primitives/link.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';

/** An attempt was sent over an edge. */
export const attemptSent = new Fact<[edge: number]>('attempt.sent');
/** An attempt over an edge is over; without an outcome its sender left. */
export const attemptOver = new Fact<[edge: number, call: Call, outcome: Outcome | null]>(
  'attempt.over',
);

const UNREACHABLE = Outcome.failure('unreachable', 'network');

const REQUEST = 0;
const REPLY = 1;

export interface TransportOptions {
  /** Such as `storefront -> payment.charge`. */
  readonly name: string;
  /** Index of the edge among the scenario's edges. */
  readonly edge: number;
  /** The process that sends. */
  readonly process: Process;
  readonly balancer: Balancer;
  readonly there: Link;
  readonly back: Link;
  /** The receiver learns that the sender has left, as gRPC and HTTP/2 resets tell it. */
  readonly propagates: boolean;
}

/** A handler that carries calls to endpoints. */
export function transport(exchange: Exchange, options: TransportOptions): Handler {
  const { name, process, propagates } = options;
  const hooks = new Transport(exchange, options);
  return new Handler(name, hooks, null, { process, detaches: !propagates });
}

class Transport implements Hooks {
  private readonly simulation: Simulation;
  private readonly edge: number;
  private readonly balancer: Balancer;
  private readonly there: Link;
  private readonly back: Link;
  private readonly sent;
  private readonly over;

  constructor(
    private readonly exchange: Exchange,
    { edge, balancer, there, back }: TransportOptions,
  ) {
    this.simulation = exchange.simulation;
    this.edge = edge;
    this.balancer = balancer;
    this.there = there;
    this.back = back;
    this.sent = this.simulation.probe.channel(attemptSent);
    this.over = this.simulation.probe.channel(attemptOver);
  }

  enter(call: Call): void {
    const endpoint = this.balancer.pick(call);
    endpoint.inFlight++;
    call.item = endpoint;
    this.sent.emit(this.edge);
    const { there } = this;
    if (there.undisturbed) {
      const delay = there.delay(call, REQUEST);
      if (delay === 0) {
        this.exchange.open(call, endpoint.handler, 0, 0);
        return;
      }
      const travelling = this.exchange.dispatch(call, endpoint.handler, 0, 0);
      travelling.timer = this.simulation.after(delay, arrive, travelling);
      return;
    }
    const travelling = this.exchange.dispatch(call, endpoint.handler, 0, 0);
    travelling.item = there;
    travel(travelling);
  }

  answered(call: Call, outcome: Outcome): void {
    const { back } = this;
    call.outcome = outcome;
    if (back.undisturbed) {
      const delay = back.delay(call, REPLY);
      if (delay === 0) call.settle(outcome);
      else call.wake(delay);
      return;
    }
    this.sendBack(call);
  }

  /** The answer has come, or it is time to send it again. */
  woken(call: Call): void {
    if (call.state === 0) call.settle(call.outcome ?? OK);
    else this.sendBack(call);
  }

  left(call: Call, outcome: Outcome | null): void {
    (call.item as Endpoint).inFlight--;
    this.over.emit(this.edge, call, outcome);
  }

  /** Tries to send the answer; the state is 1 while the next thing to do is another try. */
  private sendBack(call: Call): void {
    const delay = this.back.attempt(call, REPLY, call.count);
    if (delay < 0) {
      call.state = 1;
      call.wake(Link.retransmission(call.count++));
      return;
    }
    call.state = 0;
    call.wake(delay);
  }
}

function arrive(travelling: Call): void {
  travelling.exchange.arrive(travelling);
}

/** One try to get a request over a disturbed link. */
function travel(travelling: Call): void {
  const { simulation } = travelling.exchange;
  const delay = (travelling.item as Link).attempt(travelling, REQUEST, travelling.count);
  if (delay < 0) {
    if (travelling.count === Link.TRIES) {
      travelling.exchange.bounce(travelling, UNREACHABLE);
      return;
    }
    const wait = Link.retransmission(travelling.count++);
    travelling.timer = simulation.after(wait, travel, travelling);
    return;
  }
  travelling.count = 0;
  travelling.item = null;
  travelling.timer = simulation.after(delay, arrive, travelling);
}
