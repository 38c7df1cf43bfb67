/** The endpoints of a sender that are in use: all but those that a guard keeps it from. */
import type { Simulation } from '../kernel/simulation.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { type Balancer, type Endpoint, type Guard, rebalanced } from '../primitives/endpoint.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Chooser } from './transport.js';

export class Rotation implements Chooser {
  private readonly guards: Guard[] = [];
  private balancer: Balancer;
  private inUse: readonly Endpoint[];
  private wavered = false;

  constructor(
    private readonly simulation: Simulation,
    readonly all: readonly Endpoint[],
    /** Makes the balancer, anew whenever its endpoints change and it can't be told. */
    private readonly over: (endpoints: readonly Endpoint[]) => Balancer,
  ) {
    this.inUse = all;
    this.balancer = over(all);
  }

  add(guard: Guard): void {
    this.guards.push(guard);
  }

  /** An endpoint for a call; null when nobody may be called, and nobody panics. */
  pick(call: Call): Endpoint | null {
    const wavers = this.guards.some((guard) => guard.wavers === true);
    // Once more when nobody wavers any more: everybody may be called then.
    if (wavers || this.wavered) this.lookAgain();
    this.wavered = wavers;
    if (this.inUse.length === 0) return null;
    const endpoint = this.balancer.pick(call);
    for (const guard of this.guards) guard.picked?.(endpoint, this.simulation.now, call);
    return endpoint;
  }

  answered(
    endpoint: Endpoint,
    outcome: Outcome | null,
    took: Duration,
    now: Instant,
    call: Call,
  ): void {
    this.balancer.answered?.(endpoint, outcome, took, now);
    for (const guard of this.guards) guard.answered?.(endpoint, outcome, took, now, call);
  }

  /** A guard has changed its mind. */
  readonly changed = (): void => this.use(this.usable());

  private lookAgain(): void {
    const usable = this.usable();
    const isSame =
      usable.length === this.inUse.length && usable.every((each, n) => each === this.inUse[n]);
    if (!isSame) this.use(usable);
  }

  private usable(): readonly Endpoint[] {
    const { now } = this.simulation;
    let panic = 0;
    let left = this.all;
    for (const guard of this.guards) {
      left = left.filter((endpoint) => guard.admits(endpoint, now));
      panic = Math.max(panic, guard.panic);
    }
    return left.length < panic * this.all.length ? this.all : left;
  }

  private use(endpoints: readonly Endpoint[]): void {
    this.inUse = endpoints;
    if (endpoints.length === 0) return;
    this.balancer = rebalanced(this.balancer, endpoints, this.over);
  }
}
