/** A circuit breaker for each endpoint: a sender does not choose those whose breaker would turn the call away. */
import type { Duration, Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import type { Endpoint, Guard } from '../primitives/endpoint.js';
import type { Outcome } from '../primitives/outcome.js';
import { Admission, type Breaker } from './breaker.js';

/** Makes the breaker of an instance, from 1 on, which says when it is in a new state. */
type MakeBreaker = (instance: number, entered: (state: string) => void) => Breaker;

/** What the breakers of all copies of an edge have in common. */
export interface EndpointBreakersManner {
  /** What an outcome is to a breaker; null when it counts as nothing. */
  readonly verdict: (outcome: Outcome | null) => boolean | null;
  /** Endpoints are called all the same when every breaker says no. */
  readonly passes: boolean;
  readonly dry: boolean;
}

/** A call that was sent though its breaker said no: nobody else was left. */
const UNADMITTED = -1;

export class EndpointBreakers implements Guard {
  readonly panic: number;
  private readonly breakers: ReadonlyMap<Endpoint, Breaker>;
  /** Breakers that are not closed. */
  private notClosed = 0;
  /** Calls that were not let through as any other: the round of a probe, or that they were not admitted. */
  private readonly marked = new Map<Call, number>();

  constructor(
    endpoints: readonly Endpoint[],
    private readonly make: MakeBreaker,
    private readonly manner: EndpointBreakersManner,
  ) {
    this.panic = manner.passes ? Number.MIN_VALUE : 0;
    this.breakers = new Map(endpoints.map((endpoint) => [endpoint, this.made(endpoint)]));
  }

  get wavers(): boolean {
    return this.notClosed > 0;
  }

  admits(endpoint: Endpoint): boolean {
    return this.manner.dry || this.breakerOf(endpoint).mayPass;
  }

  picked(endpoint: Endpoint, _: Instant, call: Call): void {
    const breaker = this.breakerOf(endpoint);
    const admission = breaker.admit();
    if (admission === Admission.closed) return;
    this.marked.set(call, admission === Admission.probe ? breaker.round : UNADMITTED);
  }

  answered(
    endpoint: Endpoint,
    outcome: Outcome | null,
    took: Duration,
    _: Instant,
    call: Call,
  ): void {
    const round = this.marked.get(call);
    this.marked.delete(call);
    if (round === UNADMITTED) return;
    const breaker = this.breakerOf(endpoint);
    const ok = this.manner.verdict(outcome);
    if (ok !== null) breaker.record(ok, took, round !== undefined, call);
    else if (round !== undefined) breaker.ignore(round);
  }

  private made({ index }: Endpoint): Breaker {
    let isClosed = true;
    return this.make(index + 1, (state) => {
      const wasClosed = isClosed;
      isClosed = state === 'closed';
      this.notClosed += Number(wasClosed) - Number(isClosed);
    });
  }

  private breakerOf(endpoint: Endpoint): Breaker {
    return this.breakers.get(endpoint) as Breaker;
  }
}
