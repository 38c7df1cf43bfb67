/** Calls for reuse, and the count of those that are under way. */
import { Diagnosis } from '../kernel/invariant.js';
import { Call, type Handler, Phase, type Switchboard } from './call.js';
import { orphan } from './call-tree.js';
import type { Request } from './request.js';
import { Spares } from './spares.js';

const OPEN_CALLS_LIMIT = 1_000_000;

export class CallPool {
  private readonly spares = new Spares<Call>();
  private readonly made: Call[] = [];

  constructor(
    private readonly exchange: Switchboard,
    /** How many calls may be open at once before the run is ended with a diagnosis. */
    readonly room = OPEN_CALLS_LIMIT,
  ) {}

  /** Calls that are under way, inner ones included. */
  get inProgress(): number {
    return this.made.length - this.spares.length;
  }

  /** All calls, those that are not under way included: as many as were ever open at once. */
  get all(): readonly Call[] {
    return this.made;
  }

  take(request: Request, handler: Handler, cargo: unknown): Call {
    const call = this.spares.take() ?? this.make(request, handler);
    call.handler = handler;
    call.request = request;
    call.cargo = cargo;
    return call;
  }

  private make(request: Request, handler: Handler): Call {
    const call = new Call(this.exchange, handler, request);
    this.made.push(call);
    this.checkRoom(this.made.length, 'calls are open', handler.place);
    return call;
  }

  /** The call is over, and can be used again. */
  giveBack(call: Call): void {
    call.phase = Phase.free;
    call.count = 0;
    call.state = 0;
    call.partial = false;
    call.unwanted = false;
    call.sender = null;
    orphan(call);
    this.spares.giveBack(call);
  }

  /** Ends the run with a diagnosis when more things pile up at a place than calls may be open. */
  checkRoom(count: number, what: string, place: string): void {
    if (count <= this.room) return;
    throw new Diagnosis(`more than ${this.room.toLocaleString('en')} ${what} at once`, place);
  }
}
