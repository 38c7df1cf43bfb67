/** The ledger: what became of each request's business effects, whatever way they came about. */
import type { Simulation } from '../kernel/simulation.js';
import type { Instant } from '../kernel/time.js';
import { Histogram, type Summary } from '../math/histogram.js';
import type { Request } from '../primitives/request.js';
import { requestOver } from '../primitives/request.js';
import { effectApplied } from '../services/steps/effect.js';
import { requestAnswered } from '../traffic/client.js';
import type { Observer } from './observer.js';

/** What a run tells of a business effect, of the requests sent after the warm-up. */
export interface EffectResult {
  /** Requests for which it took place, at least once. */
  readonly applied: number;
  /** Times that it took place again for the same request. */
  readonly duplicated: number;
  /** Requests that were answered well, should have had it, and did not. */
  readonly lost: number;
  /** Requests that were told of a failure, and had it all the same. */
  readonly unacknowledged: number;
  /** Requests answered well for which it had not taken place yet when the run ended. */
  readonly pending: number;
  /** From the request to the effect, the first time. */
  readonly delay: Summary;
}

class Entry {
  applied = 0;
  duplicated = 0;
  lost = 0;
  unacknowledged = 0;
  /** Answered well and expected to have it; and of these, how many have it. */
  owed = 0;
  paid = 0;
  readonly delay = new Histogram();
}

export class Ledger implements Observer {
  private entries: Entry[];
  private measuredFrom: Instant = 0;

  /** @param expected effects, by index, that a request must have: by client and operation wanted. */
  constructor(
    private readonly simulation: Simulation,
    private readonly names: readonly string[],
    private readonly expected: readonly (readonly (readonly number[])[])[],
  ) {
    this.entries = names.map(() => new Entry());
    if (names.length === 0) return;
    const { probe } = simulation;
    probe.on(effectApplied, (index, request) => this.applied(index, request));
    probe.on(requestAnswered, (request, { ok }) => this.answered(request, ok));
    probe.on(requestOver, (request) => this.over(request));
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    this.entries = this.names.map(() => new Entry());
  }

  slice(): void {}

  results(): Record<string, EffectResult> {
    return Object.fromEntries(
      this.names.map((name, index) => {
        const { applied, duplicated, lost, unacknowledged, owed, paid, delay } = this.entry(index);
        const pending = owed - paid - lost;
        return [
          name,
          { applied, duplicated, lost, unacknowledged, pending, delay: delay.summary() },
        ];
      }),
    );
  }

  private applied(index: number, request: Request): void {
    if (request.sentAt < this.measuredFrom) return;
    const entry = this.entry(index);
    if (request.effects[index] !== 1) {
      entry.duplicated++;
      return;
    }
    entry.applied++;
    entry.delay.record(this.simulation.now - request.sentAt);
    if (request.outcome === null) return;
    if (!request.outcome.ok) entry.unacknowledged++;
    else if (this.expectedOf(request).includes(index)) entry.paid++;
  }

  private answered(request: Request, ok: boolean): void {
    if (request.sentAt < this.measuredFrom) return;
    if (ok) {
      for (const index of this.expectedOf(request)) {
        const entry = this.entry(index);
        entry.owed++;
        if ((request.effects[index] ?? 0) > 0) entry.paid++;
      }
      return;
    }
    for (let index = 0; index < request.effects.length; index++) {
      if ((request.effects[index] ?? 0) > 0) this.entry(index).unacknowledged++;
    }
  }

  /** Nothing can be done for the request any more. */
  private over(request: Request): void {
    if (request.sentAt < this.measuredFrom || request.outcome?.ok !== true) return;
    for (const index of this.expectedOf(request)) {
      if ((request.effects[index] ?? 0) === 0) this.entry(index).lost++;
    }
  }

  private expectedOf({ client, wanted }: Request): readonly number[] {
    return this.expected[client]?.[wanted] ?? [];
  }

  private entry(index: number): Entry {
    return this.entries[index] as Entry;
  }
}
