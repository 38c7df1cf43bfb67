/**
 * A requester: what a publisher has that asks through a broker and waits for the reply. It stands inside the policies, so
 * that an attempt is a request with a reply of its own, and a reply to an attempt that was given up is an orphan.
 */
import { salt } from '../kernel/random.js';
import { Asking } from '../primitives/asking.js';
import type { Call, Handler, Hooks } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';
import type { PublisherSite } from './broker.js';
import { type Addressed, Correlation, type Inbox, type Reply } from './correlation.js';

const REPLY = salt('reply');
const WRITE = salt('reply.write');

export class Requester implements Inbox {
  private readonly process: Process;
  private readonly timeout: Outcome;
  /** Takes a reply over the broker's shelf, if it has one, and on its way. */
  private readonly courier: Handler;

  /** @param wayTo from the broker, over the network, to whoever asks. */
  constructor(
    private readonly exchange: Exchange,
    { place, process }: PublisherSite,
    wayTo: (inbox: Handler) => Handler,
  ) {
    this.process = process;
    this.timeout = Outcome.failure('timeout', place);
    const inbox = new PlacedHandler(place, this.inboxHooks(), null, { process });
    this.courier = new PlacedHandler(place, courierHooks, wayTo(inbox));
  }

  /** The hooks through which messages are published: those that are requests wait here for their reply. */
  hooks(): Hooks {
    return {
      enter: (call) => {
        call.item = null;
        const { cargo } = call;
        if (cargo instanceof Asking) {
          const correlation = new Correlation(call, cargo, this);
          call.item = correlation;
          call.cargo = correlation;
          call.wake(cargo.within);
        }
        call.proceed();
      },
      // A confirmation is not the reply.
      answered(call, outcome) {
        if (call.item === null || !outcome.ok) call.settle(outcome);
      },
      woken: (call) => call.settle(this.timeout),
      left(call) {
        if (call.item !== null) (call.item as Correlation).call = null;
      },
    };
  }

  send(letter: Addressed, reply: Reply): void {
    this.exchange.requests.hold(letter.request);
    this.exchange.begin(letter.request, this.courier, 0, letter, REPLY, reply);
  }

  /** A process that stands still takes its replies when it goes on. */
  private inboxHooks(): Hooks {
    return {
      enter: (call) => {
        const rest = this.process.frozenUntil - this.exchange.simulation.now;
        if (rest > 0) call.wake(rest);
        else receive(call);
      },
      woken: receive,
    };
  }
}

const courierHooks: Hooks = {
  enter(call) {
    const { replyWrite } = (call.cargo as Reply).correlation.terms;
    if (replyWrite === null) call.proceed();
    else call.wake(replyWrite.sample(call, WRITE));
  },
  woken: (call) => call.proceed(),
};

function receive(call: Call): void {
  const { correlation, outcome, orphaned } = call.cargo as Reply;
  if (correlation.call === null) orphaned();
  else correlation.call.settle(outcome);
  call.settle(OK);
}
