/** Transactions of a group's members: what they read, work on and publish counts exactly once, for those who read what is committed. */
import { salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Distribution } from '../../primitives/distribution.js';
import type { Delivery, Ending } from '../delivery.js';
import type { Coordinator } from './coordinator.js';
import type { Fetched, Member } from './member.js';
import { Transaction } from './transaction.js';

export interface TransactionOptions {
  /** One that is neither committed nor aborted by then is aborted. */
  readonly timeout: Duration;
  /** Time to write the markers. */
  readonly commit: Distribution;
}

const COMMIT = salt('transaction.commit');

export class Transactions {
  private readonly open = new Map<Member, Transaction>();

  constructor(
    private readonly simulation: Simulation,
    private readonly coordinator: Coordinator,
    private readonly options: TransactionOptions,
  ) {}

  begin(member: Member): Transaction {
    const transaction = new Transaction(member.slot.process);
    this.open.set(member, transaction);
    this.simulation.after(this.options.timeout, abort, transaction);
    return transaction;
  }

  /** A process that is back begins with a new epoch: what it left open is aborted. */
  fence(member: Member): void {
    this.open.get(member)?.end('aborted');
  }

  /**
   * A member is at the end of its work on a delivery.
   * @param then told how it ended, once that is decided.
   */
  end(member: Member, delivery: Delivery, ending: Ending, then: (ending: Ending) => void): void {
    const transaction = this.open.get(member) as Transaction;
    if (ending !== 'done') {
      transaction.end('aborted');
      then(ending);
      return;
    }
    transaction.flush((well) => {
      const { message } = delivery;
      const time = this.options.commit.sample(message, (COMMIT + message.deliveries) | 0);
      const decide = () => {
        const decided = this.decide(member, transaction, well);
        // Of one that has died meanwhile somebody else takes care.
        if (decided !== 'gone') then(decided);
      };
      this.simulation.after(time, () => this.coordinator.whenThere(decide), null);
    });
  }

  /** A member that has lost its partition meanwhile is a zombie: what it did is not heeded. */
  private decide(member: Member, transaction: Transaction, well: boolean): Ending {
    const isOver = !transaction.isOpen;
    const { alive, connected } = member.slot;
    if (!alive || !connected) return 'gone';
    const current = member.batch.every(isCurrent);
    transaction.end(well && current ? 'committed' : 'aborted');
    return well && !isOver ? 'done' : 'failed';
  }
}

function isCurrent({ cursor, term }: Fetched): boolean {
  return cursor.term === term;
}

function abort(transaction: Transaction): void {
  transaction.end('aborted');
}
