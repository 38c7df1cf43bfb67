/** A circuit breaker for an edge: it stands before all instances of the callee, and calls may wait for its probe. */
import type { Simulation } from '../kernel/simulation.js';
import type { Duration } from '../kernel/time.js';
import type { Call, Hooks, Witness } from '../primitives/call.js';
import { Fifo } from '../primitives/disciplines/fifo.js';
import type { Outcome } from '../primitives/outcome.js';
import { Admission, type Breaker } from './breaker.js';

/** What the breakers of all copies of an edge have in common. */
export interface EdgeBreakerManner {
  readonly simulation: Simulation;
  /** What calls are told that are not let through. */
  readonly rejected: Outcome;
  /** What an outcome is to a breaker; null when it counts as nothing. */
  readonly verdict: (outcome: Outcome | null) => boolean | null;
  readonly dry: boolean;
}

/** A class, not closures: each copy of the caller has one. */
class EdgeBreaker implements Witness {
  /** Calls that wait for the newest probe. */
  private line = new Fifo();

  constructor(
    private readonly breaker: Breaker,
    private readonly manner: EdgeBreakerManner,
  ) {}

  enter(call: Call): void {
    this.stand(call, this.breaker.admit());
  }

  /** A call that was let through as any other is over. */
  over(call: Call, outcome: Outcome | null, took: Duration): boolean {
    if (outcome === null) this.breaker.left();
    else {
      const ok = this.manner.verdict(outcome);
      if (ok !== null) this.breaker.record(ok, took, false, call);
    }
    return false;
  }

  private stand(call: Call, admission: number): void {
    if (admission === Admission.closed) {
      call.pass(this);
      return;
    }
    const { simulation, rejected, dry } = this.manner;
    call.state = admission;
    call.mark = simulation.now;
    if (admission === Admission.probe) {
      call.count = this.breaker.round;
      this.line = new Fifo();
      call.item = this.line;
    }
    if (admission === Admission.wait && !dry) {
      this.line.push(call);
      call.item = this.line;
    } else if (admission === Admission.no && !dry) call.settle(rejected);
    else call.proceed();
  }

  answered(call: Call, outcome: Outcome): void {
    const { simulation, verdict } = this.manner;
    if (call.state === Admission.probe) {
      const ok = verdict(outcome);
      if (ok === null) this.breaker.ignore(call.count);
      else this.breaker.record(ok, simulation.now - call.mark, true, call);
    }
    call.settle(outcome);
  }

  left(call: Call, outcome: Outcome | null): void {
    const { state } = call;
    const { breaker } = this;
    if (state === Admission.wait && !this.manner.dry) (call.item as Fifo).remove(call);
    if (state !== Admission.probe) return;
    // A probe whose caller left tells nothing: its permit is given back.
    if (outcome === null) breaker.giveBack(call.count);
    const waiting = call.item as Fifo;
    for (let turns = waiting.length; turns > 0; turns--) {
      const next = waiting.take() as Call;
      this.stand(next, breaker.admitAgain());
    }
  }
}

/** The hooks of a breaker that stands before an edge. */
export function beforeEdge(breaker: Breaker, manner: EdgeBreakerManner): Hooks {
  const edge = new EdgeBreaker(breaker, manner);
  return {
    enter: (call) => edge.enter(call),
    answered: (call, outcome) => edge.answered(call, outcome),
    left: (call, outcome) => edge.left(call, outcome),
  };
}
