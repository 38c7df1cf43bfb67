/** A race: a call and its copies, when each was sent and what was paid for it. */
import type { Instant } from '../kernel/time.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Budget } from './budget.js';

/** A call or a copy of it that is on its way, or was. */
class Runner {
  over = false;

  constructor(
    readonly sentAt: Instant,
    /** 0 for the call itself. */
    readonly price: number,
  ) {}
}

export class Race {
  /** How the call itself failed, which is copy 0. */
  failure: Outcome | null = null;
  private readonly original: Runner;
  /** Most calls have none. */
  private copies: readonly Runner[] | null = null;

  constructor(
    private readonly budget: Budget,
    now: Instant,
  ) {
    budget.arrived?.(now);
    this.original = this.enter(new Runner(now, 0));
  }

  /** Pays for the next copy; false when the budget does not allow it. */
  addCopy(now: Instant): boolean {
    const price = this.budget.pay(false, now);
    if (price === 0) return false;
    this.copies = [...(this.copies ?? []), this.enter(new Runner(now, price))];
    return true;
  }

  /** A copy has been answered; gives how long it took. */
  answered(copy: number, { ok, retryable, fault }: Outcome, now: Instant): number {
    const runner = this.runner(copy);
    if (ok) this.budget.succeeded?.(runner.price, now);
    else if (retryable) this.budget.failed?.(fault === 'rate-limited', now);
    this.stop(runner);
    return now - runner.sentAt;
  }

  /** Nobody waits for the copy any more. */
  leave(copy: number): void {
    this.stop(this.runner(copy));
  }

  /** The race is over for all that are still in it. */
  end(): void {
    this.stop(this.original);
    if (this.copies !== null) for (const runner of this.copies) this.stop(runner);
  }

  private enter(runner: Runner): Runner {
    this.budget.underWay?.(1);
    return runner;
  }

  private stop(runner: Runner): void {
    if (runner.over) return;
    runner.over = true;
    this.budget.underWay?.(-1);
    if (runner.price > 0) this.budget.released?.();
  }

  private runner(copy: number): Runner {
    return copy === 0 ? this.original : (this.copies?.[copy - 1] as Runner);
  }
}
