/**
 * Deliveries: how every kind of broker hands a message to a consumer. A delivery is a call whose answer is
 * the acknowledgement, so that networks, policies and crashes act on it as on any other call.
 */
import { salt } from '../kernel/random.js';
import type { Duration, Instant } from '../kernel/time.js';
import { Carrier } from '../primitives/bundle.js';
import type { Handler, Hooks, Outbound } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import { CallList } from '../primitives/line.js';
import { Notes } from '../primitives/notes.js';
import { OK, type Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';
import type { Message } from './message.js';
import { MessagePart } from './message-part.js';

/** A consumer: one instance of a subscribing service, and the way to it. */
export interface Consumer {
  readonly process: Process;
  readonly way: Outbound;
}

/** How a delivery ended, as the broker sees it: processed, refused by the code, lost with the consumer. */
export type Ending = 'done' | 'failed' | 'gone';

/** One message in one consumer's hands. */
export class Delivery extends Carrier {
  /** The time to acknowledge has passed: whatever comes now is about somebody else's message. */
  late = false;
  /** Its number among the deliveries of its message. */
  readonly turn: number;
  /** The consumer has seen the message before, and only acknowledges it. */
  known = false;

  constructor(
    readonly message: Message,
    readonly slot: Slot,
    /** The engine's own note, such as a partition's generation. */
    readonly note: number,
    /** It came in the same fetch as an earlier message: it need not travel. */
    readonly fetched: boolean,
  ) {
    super();
    this.turn = message.deliveries;
  }

  /** Of a batch, whether the work on one of its messages has failed. */
  hasFailed(message: Message): boolean {
    return this.batch.some((part) => part.failed && part.message === message);
  }

  /** The messages that are in hand together; none where it is one alone. */
  get batch(): readonly MessagePart[] {
    return (this.parts ?? []) as readonly MessagePart[];
  }
}

/** What becomes of deliveries. */
export interface Engine {
  ended(delivery: Delivery, ending: Ending): void;
  /** The time to acknowledge has passed; the consumer may still be working on it. */
  overdue(delivery: Delivery): void;
  /** A consumer is known to have died, or is back. */
  membershipChanged(slot: Slot): void;
}

export interface SlotOptions {
  /** Its index among the subscription's consumers. */
  readonly index: number;
  readonly place: string;
  readonly consumer: Consumer;
  readonly engine: Engine;
  /** Time to acknowledge; undefined for no limit. */
  readonly within?: Duration | undefined;
  /** How long the death of a consumer stays unnoticed when no connection tells. */
  readonly heartbeat: Duration;
  /** A connection that is reset tells of a death at once. */
  readonly noticesResets: boolean;
  /** The consumer fetches: nothing is sent to one that is dead or stands still. */
  readonly pulls?: boolean;
  /** For how long the consumers remember what they have processed; undefined for not at all. */
  readonly deduplicate: Duration | undefined;
  /** Told when a consumer has come to the end of its work on a message. */
  readonly processed: (message: Message, outcome: Outcome) => void;
}

/** A consumer as its subscription sees it: what it has in hand, and whether it is there. */
export class Slot {
  readonly index: number;
  inFlight = 0;
  /** As far as the broker knows. */
  connected = true;
  /** When it died last. */
  diedAt: Instant = 0;
  private readonly calls = new CallList();
  private readonly handler: Handler;
  /** Of each subscription its own: what two of them do with a message has nothing in common. */
  private readonly salt: number;
  readonly process: Process;
  /** Stands still, as far as the broker knows. */
  private standsStill = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly options: SlotOptions,
  ) {
    const { index, place, consumer, heartbeat, noticesResets, engine } = options;
    this.index = index;
    this.process = consumer.process;
    this.salt = salt(`delivery by ${place}`);
    this.handler = new PlacedHandler(place, this.hooks(), consumer.way.handler);
    consumer.process.watch({
      crashed: (silently) => {
        this.diedAt = exchange.simulation.now;
        if (noticesResets && !silently) this.noticeDeath();
        else exchange.simulation.after(heartbeat, noticeDeath, this);
      },
      restarted: () => {
        // What it had in hand must not come to it again while it is taken away.
        this.connected = false;
        this.dropAll();
        this.connected = true;
        engine.membershipChanged(this);
      },
      froze: (until) => {
        const { simulation } = exchange;
        if (this.options.pulls) simulation.at(until, moves, this);
        if (until - simulation.now > heartbeat) simulation.after(heartbeat, noticeStandstill, this);
      },
    });
  }

  /** Whether messages can be handed to it. */
  get reachable(): boolean {
    if (!this.connected || !this.options.pulls) return this.connected;
    const { frozenUntil } = this.options.consumer.process;
    return this.alive && frozenUntil <= this.exchange.simulation.now;
  }

  /** It goes on after it stood still. */
  moves(): void {
    this.options.engine.membershipChanged(this);
  }

  /** Whether the consumer really is there. */
  get alive(): boolean {
    return this.process.up;
  }

  /** @param fetched it is there already: it came in the same fetch as an earlier message. */
  deliver(
    message: Message,
    note: number,
    fetched = false,
    transaction: object | null = null,
  ): void {
    message.deliveries++;
    message.deliveredAt = this.exchange.simulation.now;
    this.inFlight++;
    const delivery = this.newDelivery(message, note, fetched);
    delivery.transaction = transaction;
    this.exchange.requests.hold(message.request);
    const { operation } = this.options.consumer.way;
    const turn = (this.salt + message.deliveries) | 0;
    this.exchange.begin(message.request, this.handler, operation, message, turn, delivery);
  }

  private newDelivery(message: Message, note: number, fetched: boolean): Delivery {
    const delivery = new Delivery(message, this, note, fetched);
    this.takeNotes(message);
    delivery.notes = message.notes;
    delivery.process = this.process;
    return delivery;
  }

  private takeNotes(message: Message): void {
    const { deduplicate } = this.options;
    if (deduplicate !== undefined) message.notes ??= new Notes(deduplicate);
  }

  /** Several messages at once, to be worked on by one call. */
  deliverAll(messages: readonly Message[], note: number, transaction: object | null): void {
    const first = messages[0] as Message;
    const turnOf = ({ deliveries }: Message) => (this.salt + deliveries) | 0;
    for (const message of messages) {
      message.deliveries++;
      message.deliveredAt = this.exchange.simulation.now;
      this.takeNotes(message);
    }
    this.inFlight++;
    const delivery = this.newDelivery(first, note, false);
    delivery.transaction = transaction;
    delivery.parts = messages
      .filter((message) => !this.isKnown(message))
      .map((message) => new MessagePart(message, turnOf(message), this.process));
    this.exchange.requests.hold(first.request);
    const { operation } = this.options.consumer.way;
    this.exchange.begin(first.request, this.handler, operation, first, turnOf(first), delivery);
  }

  /** No heartbeat came for so long: for the broker it is as good as dead, until it moves again. */
  noticeStandstill(): void {
    const { frozenUntil } = this.process;
    const { simulation } = this.exchange;
    if (!this.alive || this.standsStill || frozenUntil <= simulation.now) return;
    this.standsStill = true;
    this.connected = false;
    this.dropAll();
    this.options.engine.membershipChanged(this);
    simulation.at(frozenUntil, noticeReturn, this);
  }

  /** It moves again, and connects anew. */
  noticeReturn(): void {
    this.standsStill = false;
    if (!this.alive || this.connected) return;
    this.connected = true;
    this.options.engine.membershipChanged(this);
  }

  /** The consumer is known to be dead. */
  noticeDeath(): void {
    if (this.alive) return;
    this.connected = false;
    this.dropAll();
    this.options.engine.membershipChanged(this);
  }

  /** What it has in hand is its no longer. */
  dropAll(): void {
    for (let call = this.calls.first; call !== null; call = this.calls.first) {
      this.exchange.vanish(call);
    }
  }

  private hooks(): Hooks {
    const { within, engine } = this.options;
    return {
      enter: (call) => {
        const delivery = call.cargo as Delivery;
        call.item = delivery;
        this.calls.append(call);
        if (
          delivery.parts?.length === 0 ||
          (delivery.parts === null && this.isKnown(delivery.message))
        ) {
          delivery.known = true;
          call.settle(OK);
          return;
        }
        if (within !== undefined) call.wake(within);
        call.proceed();
      },
      woken(call) {
        const delivery = call.item as Delivery;
        delivery.late = true;
        engine.overdue(delivery);
      },
      left: (call, outcome) => {
        this.calls.remove(call);
        this.inFlight--;
        const delivery = call.item as Delivery;
        const { message, parts } = delivery;
        const ending = this.endingOf(outcome, message);
        if (ending === 'done' && parts !== null) {
          for (const part of delivery.batch) if (!part.failed) this.worked(part.message, outcome);
        } else if (ending === 'done' && !delivery.known) this.worked(message, outcome);
        engine.ended(delivery, ending);
      },
    };
  }

  /** The consumer has come to the end of its work on a message. */
  private worked(message: Message, outcome: Outcome | null): void {
    message.processed++;
    message.processedAt = this.exchange.simulation.now;
    this.options.processed(message, outcome as Outcome);
  }

  /** The consumers remember that they have processed it. */
  private isKnown({ processed, processedAt }: Message): boolean {
    const { deduplicate } = this.options;
    if (deduplicate === undefined || processed === 0) return false;
    return this.exchange.simulation.now - processedAt <= deduplicate;
  }

  private endingOf(outcome: Outcome | null, { correlation }: Message): Ending {
    if (outcome === null) return 'gone';
    if (outcome.ok) return 'done';
    const { fault } = outcome;
    const cutOff = fault === 'refused' || fault === 'reset' || fault === 'unreachable';
    if (cutOff && !this.alive) return 'gone';
    return correlation?.terms.answersFailures === true ? 'done' : 'failed';
  }
}

const moves = (slot: Slot): void => slot.moves();
const noticeStandstill = (slot: Slot): void => slot.noticeStandstill();
const noticeReturn = (slot: Slot): void => slot.noticeReturn();
const noticeDeath = (slot: Slot): void => slot.noticeDeath();
