/** A service: what all of its instances have in common. */
import type { Distribution } from '../primitives/distribution.js';
import { Outcome } from '../primitives/outcome.js';
import type { Program } from './program.js';

export class Service {
  /** What its operations do, by index; there once every way to others is. */
  readonly programs: Program[] = [];
  readonly queueFull: Outcome;
  readonly queueTimeout: Outcome;
  readonly shed: Outcome;
  readonly refused: Outcome;
  readonly reset: Outcome;
  readonly serverError: Outcome;

  constructor(
    /** Such as `payment`. */
    readonly name: string,
    /** Among the scenario's services. */
    readonly index: number,
    /** Calls that each instance works on at once. */
    readonly threads: number,
    /** Calls that may wait in line. */
    readonly capacity: number,
    /** How long a call waits in the queue before it gives up; null for ever. */
    readonly patience: Distribution | null,
  ) {
    this.queueFull = Outcome.failure('queue-full', name);
    this.queueTimeout = Outcome.failure('queue-timeout', name);
    this.shed = Outcome.failure('shed', name);
    this.refused = Outcome.failure('refused', name);
    this.reset = Outcome.failure('reset', name);
    this.serverError = Outcome.failure('server-error', name);
  }
}
