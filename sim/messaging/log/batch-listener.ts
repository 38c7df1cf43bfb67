/** Batch listeners: what a poll has brought is worked on by one call. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Delivery, Ending } from '../delivery.js';
import type { Message } from '../message.js';
import type { Member } from './member.js';
import type { Listener } from './record-listener.js';

export interface BatchOptions {
  /** What comes again when some records of a batch have failed: all of it, or from the first of these on. */
  readonly again?: 'all' | 'rest';
  readonly commit: 'auto' | 'batch' | 'record' | 'before';
  readonly redeliverAfter: Duration;
  readonly maxDeliveries: number;
}

/** What a batch listener needs of its group. */
export interface BatchGroup {
  /** Hands records to a member as one. */
  deliverAll(member: Member, messages: readonly Message[]): void;
  /** Done with so many records, the first of those left. */
  passMany(member: Member, records: number): void;
  putAside(message: Message): void;
  /** Committed before the work, it does not come again. */
  lose(message: Message): void;
  /** Goes on with what is left, or polls again. */
  hand(member: Member): void;
}

export class BatchListener implements Listener {
  constructor(
    private readonly simulation: Simulation,
    private readonly group: BatchGroup,
    private readonly options: BatchOptions,
  ) {}

  /** Hands out what is left of a poll; records that were given up earlier stay out. */
  deliver(member: Member): void {
    this.group.deliverAll(
      member,
      leftOf(member).filter(({ dead }) => !dead),
    );
  }

  ended(member: Member, delivery: Delivery, ending: Ending): void {
    const left = leftOf(member);
    const failed = left.filter((message) => ending === 'failed' || delivery.hasFailed(message));
    const [first] = failed;
    const begin = this.options.again === 'rest' ? left.indexOf(first as Message) : 0;
    if (this.options.commit === 'before') for (const message of failed) this.group.lose(message);
    if (first === undefined || this.options.commit === 'before') {
      this.group.passMany(member, left.length);
      this.group.hand(member);
    } else {
      this.group.passMany(member, begin);
      this.tryAgain(member, left.slice(begin));
    }
  }

  /** Tried too often, all that would come again is given up, or the first record alone where the others can go on. */
  private tryAgain(member: Member, left: readonly Message[]): void {
    const { again, maxDeliveries, redeliverAfter } = this.options;
    const [head] = left;
    if (head !== undefined && head.deliveries >= maxDeliveries) {
      const given = again === 'all' ? left : [head];
      for (const message of given) if (!message.dead) this.group.putAside(message);
      this.group.passMany(member, given.length);
      this.group.hand(member);
      return;
    }
    const { life } = member;
    this.simulation.after(redeliverAfter, handAgain, { group: this.group, member, life });
  }
}

function leftOf({ batch, position }: Member): readonly Message[] {
  return batch.slice(position).map(({ message }) => message);
}

interface Again {
  readonly group: BatchGroup;
  readonly member: Member;
  readonly life: number;
}

function handAgain({ group, member, life }: Again): void {
  if (member.life === life) group.hand(member);
}
