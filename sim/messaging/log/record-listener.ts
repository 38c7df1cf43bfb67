/** Record listeners: what a poll has brought is worked on one after the other. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Delivery, Ending } from '../delivery.js';
import type { Message } from '../message.js';
import type { Fetched, Member } from './member.js';
import type { CommitOptions } from './offsets.js';
import type { Retries } from './retries.js';

/** How the code gets what a poll has brought, and what becomes of failures. */
export interface Listener {
  /** Hands out what comes next of a poll. */
  deliver(member: Member): void;
  ended(member: Member, delivery: Delivery, ending: Ending): void;
}

export interface RecordOptions extends Pick<CommitOptions, 'commit'> {
  readonly redeliverAfter: Duration;
  readonly maxDeliveries: number;
}

/** What a record listener needs of its group. */
export interface RecordGroup {
  deliverOne(member: Member, message: Message): void;
  /** Done with so many records, the first of those left. */
  passMany(member: Member, records: number): void;
  putAside(message: Message): void;
  /** Committed before the work, it does not come again. */
  lose(message: Message): void;
  /** Goes on with what is left, or polls again. */
  hand(member: Member): void;
}

export class RecordListener implements Listener {
  constructor(
    private readonly simulation: Simulation,
    private readonly group: RecordGroup,
    private readonly retries: Retries | null,
    private readonly options: RecordOptions,
  ) {}

  deliver(member: Member): void {
    this.group.deliverOne(member, (member.batch[member.position] as Fetched).message);
  }

  ended(member: Member, { message }: Delivery, ending: Ending): void {
    const { commit, maxDeliveries, redeliverAfter } = this.options;
    if (ending !== 'done') {
      if (commit === 'before') this.group.lose(message);
      else if (this.retries !== null) this.retries.failed(message);
      else if (message.deliveries >= maxDeliveries) this.group.putAside(message);
      else {
        const again = { listener: this, member, life: member.life };
        this.simulation.after(redeliverAfter, deliverAgain, again);
        return;
      }
    }
    this.group.passMany(member, 1);
    this.group.hand(member);
  }
}

interface Again {
  readonly listener: RecordListener;
  readonly member: Member;
  readonly life: number;
}

function deliverAgain({ listener, member, life }: Again): void {
  if (member.life === life) listener.deliver(member);
}
