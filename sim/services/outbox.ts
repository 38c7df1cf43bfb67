/** An outbox: messages written together with the data, and published by a relay that looks for them now and then. */
import { salt } from '../kernel/random.js';
import type { Duration } from '../kernel/time.js';
import type { Call, Handler, Outbound } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import type { Request } from '../primitives/request.js';

/** A message that waits to be published. */
class Entry {
  tries = 0;

  constructor(
    readonly request: Request,
    readonly keyHigh: number,
    readonly keyLow: number,
  ) {}
}

const PUBLISH = salt('outbox.publish');

export class Outbox {
  private waiting: Entry[] = [];
  private due = false;
  private readonly handler: Handler;

  /** @param every how often the relay looks. */
  constructor(
    private readonly exchange: Exchange,
    place: string,
    private readonly broker: Outbound,
    private readonly every: Duration,
  ) {
    this.handler = new PlacedHandler(place, {
      enter: (call) => {
        call.item = call.cargo;
        exchange.openTo(call, broker.handler, broker.operation, 0);
      },
      left: (call, outcome) => this.over(call.item as Entry, outcome?.ok ?? false),
    });
  }

  /** Safe from now on, whatever becomes of the instance. */
  write({ request, keyHigh, keyLow }: Call): void {
    this.exchange.requests.hold(request);
    this.wait(new Entry(request, keyHigh, keyLow));
  }

  private wait(entry: Entry): void {
    this.waiting.push(entry);
    if (this.due) return;
    this.due = true;
    const { simulation } = this.exchange;
    simulation.at(simulation.now - (simulation.now % this.every) + this.every, relay, this);
  }

  /** Publishes whatever has been written. */
  relay(): void {
    this.due = false;
    const entries = this.waiting;
    this.waiting = [];
    for (const entry of entries) {
      this.exchange.requests.hold(entry.request);
      const { request, tries } = entry;
      const { operation } = this.broker;
      this.exchange.begin(request, this.handler, operation, entry, (PUBLISH + tries) | 0, entry);
    }
  }

  /** What the broker has not confirmed is published again. */
  private over(entry: Entry, confirmed: boolean): void {
    entry.tries++;
    if (confirmed) this.exchange.requests.drop(entry.request);
    else this.wait(entry);
  }
}

function relay(outbox: Outbox): void {
  outbox.relay();
}
