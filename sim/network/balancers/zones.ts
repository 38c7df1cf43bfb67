/** Endpoints by zone, each zone with a balancer of its own. */
import type { Duration, Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import { type Balancer, type Endpoint, rebalanced } from '../../primitives/endpoint.js';
import type { Outcome } from '../../primitives/outcome.js';

/** A group of endpoints and its share of the calls. */
export interface Part {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  readonly share: number;
}

/** Chooses a part by its share, and lets the part's balancer choose the endpoint. */
export class Parts implements Balancer {
  private readonly balancers = new Map<string, Balancer>();
  private parts: readonly Part[] = [];

  /**
   * @param divide what the parts are, given the endpoints in use; shares add up to 1.
   * @param chance a number in (0, 1) of a call's own.
   */
  constructor(
    all: readonly Endpoint[],
    private readonly over: (endpoints: readonly Endpoint[]) => Balancer,
    private readonly divide: (endpoints: readonly Endpoint[]) => readonly Part[],
    private readonly chance: (call: Call) => number,
  ) {
    this.update(all);
  }

  update(endpoints: readonly Endpoint[]): void {
    this.parts = this.divide(endpoints).filter((part) => part.share > 0);
    for (const { name, endpoints: own } of this.parts) {
      const known = this.balancers.get(name);
      const renewed = known === undefined ? this.over(own) : rebalanced(known, own, this.over);
      this.balancers.set(name, renewed);
    }
  }

  pick(call: Call): Endpoint {
    let rest = this.parts.length === 1 ? 0 : this.chance(call);
    let chosen = this.parts[0] as Part;
    for (const part of this.parts) {
      chosen = part;
      rest -= part.share;
      if (rest < 0) break;
    }
    return (this.balancers.get(chosen.name) as Balancer).pick(call);
  }

  answered(endpoint: Endpoint, outcome: Outcome | null, took: Duration, now: Instant): void {
    for (const { name, endpoints } of this.parts) {
      if (!endpoints.includes(endpoint)) continue;
      this.balancers.get(name)?.answered?.(endpoint, outcome, took, now);
    }
  }
}

/** Endpoints that say where they are, by zone, in the order of the first of each. */
export function byZone(endpoints: readonly Endpoint[]): ReadonlyMap<string, Endpoint[]> {
  const zones = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    if (endpoint.zone === null) continue;
    const zone = zones.get(endpoint.zone) ?? [];
    zone.push(endpoint);
    zones.set(endpoint.zone, zone);
  }
  return zones;
}
