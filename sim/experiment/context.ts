/** A run together with what is known beforehand: what metrics of a whole run are computed from. */
import type { Linked } from '../scenario/link.js';
import type { Value } from './estimate.js';
import type { RunResult } from './run.js';

export interface Context {
  readonly run: RunResult;
  /** Visits to each service that the requests of the run would bring if nothing failed. */
  readonly expectedVisits: ReadonlyMap<string, number>;
}

/** Visits expected for the requests that a run has sent. */
export function contextOf(run: RunResult, { scenario, graph }: Linked): Context {
  const expectedVisits = new Map<string, number>();
  for (const [name, { calls }] of Object.entries(scenario.clients)) {
    const sent = run.clients[name]?.sent ?? 0;
    const total = Object.values(calls).reduce((sum, share) => sum + share, 0);
    for (const [operation, share] of Object.entries(calls)) {
      for (const [service, times] of graph.visits(operation)) {
        const visits = (sent * share * times) / total;
        expectedVisits.set(service, (expectedVisits.get(service) ?? 0) + visits);
      }
    }
  }
  return { run, expectedVisits };
}

/** Calls that reached a service over those that its requests need when nothing fails; null when they need none. */
export function amplification(service: string, { run, expectedVisits }: Context): Value {
  const visits = expectedVisits.get(service) ?? 0;
  return visits === 0 ? null : (run.services[service]?.arrivals ?? 0) / visits;
}
