/** A client: sends requests as its load says, gives up when its patience ends, and notes each answer. */
import type { EventSlot } from '../kernel/calendar.js';
import type { Timed } from '../kernel/event-lists.js';
import { type Channel, Fact } from '../kernel/probe.js';
import { copyKey, deriveKey, draw, type Keyed, salt } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import { END_OF_TIME, type Instant } from '../kernel/time.js';
import type { Hooks, Outbound, Sender } from '../primitives/call.js';
import type { Distribution } from '../primitives/distribution.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import { Outcome } from '../primitives/outcome.js';
import type { Request } from '../primitives/request.js';
import { InForce, type Mend } from '../primitives/trouble.js';
import type { KeyChoice } from './key-choice.js';
import type { ClosedLoad, Load, OpenLoad } from './load.js';

/** A client has sent a request. */
export const requestSent = new Fact<[request: Request]>('request.sent');
/** A client has an answer, or has given up. */
export const requestAnswered = new Fact<[request: Request, outcome: Outcome]>('request.answered');

/** One of the operations that a client asks for, with its share of the requests. */
export interface Wanted {
  readonly share: number;
  /** The way to it, by caller instance. */
  readonly ways: readonly Outbound[];
}

export interface ClientOptions {
  readonly name: string;
  /** Index among the scenario's clients. */
  readonly index: number;
  /** The key that all its requests' randomness derives from. */
  readonly root: Keyed;
  readonly load: Load;
  readonly wanted: readonly Wanted[];
  readonly patience: Distribution | null;
  readonly priority: number;
  readonly keys: KeyChoice | null;
  /** Requests sent at each arrival. */
  readonly batch: number;
  /** Requests after which it stops; Infinity for no limit. */
  readonly limit: number;
}

const PATIENCE = salt('client.patience');
const KEY = salt('client.key');
const WHICH = salt('client.operation');

export class Client implements Sender, Timed {
  private readonly simulation: Simulation;
  private readonly sent: Channel<[Request]>;
  private readonly noted: Channel<[Request, Outcome]>;
  /** The ways to each operation wanted, by caller instance. */
  private readonly ways: readonly (readonly Outbound[])[];
  /** Requests sent. */
  private count = 0;
  /** Users who are about to ask; they count towards the limit. */
  private thinking = 0;
  /** Randomness of the next request, drawn on before the request exists. */
  private readonly coming: Keyed = { keyHigh: 0, keyLow: 0 };
  private stopAt: Instant = END_OF_TIME;
  private readonly users: readonly User[];
  /** Due at the next arrival of an open load, if one is expected. */
  private readonly timer: EventSlot;
  private expects = false;
  private readonly surges = new InForce<number>((all) =>
    this.multiplyRate(all.reduce((product, factor) => product * factor, 1)),
  );

  constructor(
    private readonly exchange: Exchange,
    private readonly options: ClientOptions,
  ) {
    this.simulation = exchange.simulation;
    this.timer = this.simulation.timer(this);
    const { probe } = this.simulation;
    this.sent = probe.channel(requestSent);
    this.noted = probe.channel(requestAnswered);
    const { load, name, patience, root, wanted } = options;
    this.ways = wanted.map(({ ways }) =>
      patience === null ? ways : ways.map((way) => impatiently(way, patience, name)),
    );
    this.users = load.type === 'open' ? [] : usersOf(this, load.users, root);
  }

  /** Begins, and stops sending at an instant. */
  start(stopAt: Instant): void {
    this.stopAt = stopAt;
    const { load } = this.options;
    if (load.type === 'open') this.scheduleArrival(load);
    else for (const user of this.users) this.think(user, load);
  }

  answered(request: Request, outcome: Outcome): void {
    const { load } = this.options;
    request.outcome = outcome;
    this.noted.emit(request, outcome);
    if (load.type === 'closed') this.think(this.users[request.user] as User, load);
  }

  private scheduleArrival(load: OpenLoad): void {
    deriveKey(this.coming, this.options.root, this.count);
    this.expectArrival(load.next(this.coming));
  }

  private expectArrival(instant: Instant): void {
    this.expects = instant < this.stopAt;
    if (this.expects) this.simulation.setAt(this.timer, instant);
  }

  /** The rate is multiplied until it is mended; only a load that has a rate can be. */
  surge(factor: number): Mend {
    return this.surges.add(factor);
  }

  /** Whether its load has a rate. */
  get hasRate(): boolean {
    const { load } = this.options;
    return load.type === 'open' && load.multiply !== undefined;
  }

  private multiplyRate(factor: number): void {
    const { load } = this.options;
    if (load.type !== 'open' || load.multiply === undefined) return;
    if (this.expects) this.simulation.unset(this.timer);
    const { now } = this.simulation;
    this.expectArrival(Math.max(now, load.multiply(factor, now)));
  }

  /** The next arrival of an open load, whose randomness is `coming`. */
  due(): void {
    this.expects = false;
    const { load, batch, limit, root } = this.options;
    for (let n = 0; n < batch && this.count < limit; n++) {
      if (n > 0) deriveKey(this.coming, root, this.count);
      this.send(0);
    }
    if (this.count < limit) this.scheduleArrival(load as OpenLoad);
  }

  /** A user reads the answer and makes up their mind. */
  private think(user: User, load: ClosedLoad): void {
    if (this.count + this.thinking >= this.options.limit) return;
    this.thinking++;
    deriveKey(this.coming, user, user.requests);
    const delay = load.think(this.coming);
    if (this.simulation.now + delay < this.stopAt) this.simulation.after(delay, ask, user);
  }

  ask(user: User): void {
    this.thinking--;
    deriveKey(this.coming, user, user.requests);
    user.requests++;
    this.send(user.index);
  }

  /** Sends the coming request. */
  private send(user: number): void {
    const { index, priority, keys, wanted } = this.options;
    const { coming } = this;
    const request = this.exchange.requests.take();
    request.client = index;
    request.user = user;
    request.priority = priority;
    copyKey(request, coming);
    request.key = keys === null ? -1 : keys(draw(coming, KEY));
    const which = wanted.length === 1 ? 0 : this.choose(draw(coming, WHICH));
    request.wanted = which;
    const ways = this.ways[which] as readonly Outbound[];
    const way = ways[this.count % ways.length] as Outbound;
    this.count++;
    this.sent.emit(request);
    this.exchange.send(request, way, this);
  }

  /** The operation wanted, by its share. */
  private choose(u: number): number {
    const { wanted } = this.options;
    let rest = u;
    for (let which = 0; which < wanted.length - 1; which++) {
      rest -= (wanted[which] as Wanted).share;
      if (rest < 0) return which;
    }
    return wanted.length - 1;
  }
}

/** One user of a closed load, with randomness of their own. */
class User implements Keyed {
  keyHigh = 0;
  keyLow = 0;
  requests = 0;

  constructor(
    readonly client: Client,
    readonly index: number,
  ) {}
}

/** A way on which whoever takes it gives up in time. */
function impatiently(way: Outbound, patience: Distribution, name: string): Outbound {
  const abandoned = Outcome.failure('abandoned', name);
  const hooks: Hooks = {
    enter(call) {
      call.wake(patience.sample(call, PATIENCE));
      call.proceed();
    },
    woken: (call) => call.settle(abandoned),
  };
  return { handler: new PlacedHandler(name, hooks, way.handler), operation: way.operation };
}

function usersOf(client: Client, count: number, root: Keyed): User[] {
  return Array.from({ length: count }, (_, index) => {
    const user = new User(client, index);
    deriveKey(user, root, index);
    return user;
  });
}

function ask(user: User): void {
  user.client.ask(user);
}
