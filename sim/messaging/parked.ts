/** Dead letters that are kept, and put back into their queue or log when somebody has seen to the cause. */
import { fields } from '../catalogue/groups.js';
import { duration, rate } from '../catalogue/scalars.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, SECOND } from '../kernel/time.js';
import { Deque } from '../primitives/deque.js';
import type { Message } from './message.js';

export const REPLAY = fields(
  {
    at: duration({ doc: 'When they are put back.' }),
    every: duration({ doc: 'And again, so often.', optional: true, min: '1ms' }),
    rate: rate({
      doc: 'How fast; without, all at once.',
      optional: true,
      source: 'MaxNumberOfMessagesPerSecond of the redrive of SQS, at most 500',
    }),
  },
  {
    doc: 'Dead letters are kept, and put back for this subscriber alone, behind what waits there: `20m`, or `{ at: 20m, rate: 50/s }`.',
    optional: true,
    source: 'SQS dead-letter queue redrive; RabbitMQ shovel',
  },
  'at',
);

export interface Replay {
  readonly at: Duration;
  readonly every?: Duration;
  /** Messages a second. */
  readonly rate?: number;
}

export class Parked {
  private readonly kept = new Deque<Message>();
  /** Of those kept, how many are being put back. */
  private leaving = 0;
  /** Nothing will be put back any more. */
  private over = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly replay: Replay,
    private readonly putBack: (message: Message) => void,
  ) {
    simulation.after(replay.at, putAllBack, this);
  }

  /** Keeps a dead letter; false when it would be for ever. */
  keep(message: Message): boolean {
    if (!this.over) this.kept.push(message);
    return !this.over;
  }

  /** Puts back what is kept by now; what dies meanwhile waits for the next time. */
  begin(): void {
    const { every } = this.replay;
    if (every === undefined) this.over = true;
    else this.simulation.after(every, putAllBack, this);
    const idle = this.leaving === 0;
    this.leaving = this.kept.length;
    if (idle) this.next();
  }

  next(): void {
    const { rate = Number.POSITIVE_INFINITY } = this.replay;
    while (this.leaving > 0) {
      this.leaving--;
      this.putBack(this.kept.shift() as Message);
      if (rate === Number.POSITIVE_INFINITY || this.leaving === 0) continue;
      this.simulation.after(Math.round(SECOND / rate), putNextBack, this);
      return;
    }
  }
}

function putAllBack(parked: Parked): void {
  parked.begin();
}

function putNextBack(parked: Parked): void {
  parked.next();
}
