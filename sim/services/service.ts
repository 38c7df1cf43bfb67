/** A service: what all of its instances have in common. */
import { type Channel, Fact, type Probe } from '../kernel/probe.js';
import { type Call, servingBegan } from '../primitives/call.js';
import type { Distribution } from '../primitives/distribution.js';
import type { Exchange } from '../primitives/exchange.js';
import { Outcome } from '../primitives/outcome.js';
import type { Scheduler } from '../primitives/processor.js';
import type { Copy } from './copy.js';
import type { Stage } from './program.js';

/** A call reached an instance. */
export const callArrived = new Fact<[instance: Copy, call: Call]>('call.arrived');
/** A call has joined a queue (1), or left it for a thread or for good (-1). */
export const queueChanged = new Fact<[instance: Copy, by: number]>('queue.changed');
/** A call was let in and has a thread. */
export const callStarted = new Fact<[instance: Copy, call: Call]>('call.started');
/** A call is over at an instance, whether or not it had `started`; without an outcome it was cancelled. */
export const callLeft = new Fact<
  [instance: Copy, call: Call, outcome: Outcome | null, started: boolean]
>('call.left');

/**
 * A call has got a thread (1), or given one back (-1). Told where policies stand at the entrance: elsewhere whoever is
 * in a service and does not wait has one.
 */
export const threadsChanged = new Fact<[instance: Copy, by: number]>('threads.changed');

/** Where all services of a run tell what happens. */
export class ServiceChannels {
  readonly arrived: Channel<[Copy, Call]>;
  readonly started: Channel<[Copy, Call]>;
  readonly serving: Channel<[Call]>;
  readonly queueMoved: Channel<[Copy, number]>;
  readonly over: Channel<[Copy, Call, Outcome | null, boolean]>;
  readonly threadsMoved: Channel<[Copy, number]>;

  /** @param whole hears what is the same wherever a call is worked on. */
  constructor(probe: Probe, whole = probe) {
    this.arrived = probe.channel(callArrived);
    this.started = probe.channel(callStarted);
    this.serving = whole.channel(servingBegan);
    this.queueMoved = probe.channel(queueChanged);
    this.over = probe.channel(callLeft);
    this.threadsMoved = probe.channel(threadsChanged);
  }
}

/** What is said about a service. */
export interface ServiceOptions {
  /** Such as `payment`. */
  readonly name: string;
  /** Among the scenario's services. */
  readonly index: number;
  /** Calls that each instance works on at once. */
  readonly threads: number;
  /** Calls that may wait in line. */
  readonly capacity: number;
  /** How long a call waits in the queue before it gives up; null for ever. */
  readonly patience: Distribution | null;
}

export class Service implements ServiceOptions {
  readonly name: string;
  readonly index: number;
  readonly threads: number;
  readonly capacity: number;
  readonly patience: Distribution | null;
  /** What its operations do, by index; there once every way to others is. */
  readonly programs: Stage[] = [];
  readonly queueFull: Outcome;
  readonly queueTimeout: Outcome;
  readonly shed: Outcome;
  readonly refused: Outcome;
  readonly reset: Outcome;
  readonly serverError: Outcome;

  constructor(
    readonly exchange: Exchange,
    readonly tell: ServiceChannels,
    readonly scheduler: Scheduler,
    { name, index, threads, capacity, patience }: ServiceOptions,
  ) {
    this.name = name;
    this.index = index;
    this.threads = threads;
    this.capacity = capacity;
    this.patience = patience;
    this.queueFull = Outcome.failure('queue-full', name);
    this.queueTimeout = Outcome.failure('queue-timeout', name);
    this.shed = Outcome.failure('shed', name);
    this.refused = Outcome.failure('refused', name);
    this.reset = Outcome.failure('reset', name);
    this.serverError = Outcome.failure('server-error', name);
  }
}
