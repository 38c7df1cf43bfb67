/** A race: a call and its copies, when each was sent and what was paid for it. */
import type { Instant } from '../kernel/time.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Budget } from './budget.js';

/** The price of a copy that is over. */
const OVER = -1;

export class Race {
  /** How the call itself failed, which is copy 0. */
  failure: Outcome | null = null;
  private sentAt: readonly Instant[] = [];
  private paid: number[] = [];

  constructor(private readonly budget: Budget) {}

  /** Pays for the next copy; false when the budget does not allow it. */
  enter(now: Instant): boolean {
    const isFirst = this.paid.length === 0;
    if (isFirst) this.budget.arrived?.(now);
    const price = isFirst ? 0 : this.budget.pay(false, now);
    if (!isFirst && price === 0) return false;
    // Most calls have no copies: arrays that are pushed to would make room for many.
    this.sentAt = isFirst ? [now] : [...this.sentAt, now];
    this.paid = isFirst ? [price] : [...this.paid, price];
    this.budget.underWay?.(1);
    return true;
  }

  /** A copy has been answered; gives how long it took. */
  answered(copy: number, { ok, retryable, fault }: Outcome, now: Instant): number {
    if (ok) this.budget.succeeded?.(this.paid[copy] as number, now);
    else if (retryable) this.budget.failed?.(fault === 'rate-limited', now);
    this.leave(copy);
    return now - (this.sentAt[copy] as Instant);
  }

  /** Nobody waits for the copy any more. */
  leave(copy: number): void {
    const price = this.paid[copy] as number;
    if (price === OVER) return;
    this.paid[copy] = OVER;
    this.budget.underWay?.(-1);
    if (price > 0) this.budget.released?.();
  }

  /** The race is over for all that are still in it. */
  end(): void {
    for (let copy = 0; copy < this.paid.length; copy++) this.leave(copy);
  }
}
