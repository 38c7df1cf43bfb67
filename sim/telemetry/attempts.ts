/** Attempts over the edges: how many were made, and what became of them. */
import type { Simulation } from '../kernel/simulation.js';
import { attemptOver, attemptSent } from '../network/transport.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Observer } from './observer.js';
import { type FailureCount, failureCounts } from './requests.js';

/** What a run tells of an edge. */
export interface EdgeResult {
  readonly attempts: number;
  readonly succeeded: number;
  readonly failed: number;
  /** The caller did not wait for the answer. */
  readonly givenUp: number;
  readonly failures: readonly FailureCount[];
}

class Edge {
  attempts = 0;
  succeeded = 0;
  failed = 0;
  givenUp = 0;
  readonly failures = new Map<Outcome, number>();
}

export class Attempts implements Observer {
  private edges: Edge[] = [];

  constructor(
    simulation: Simulation,
    private readonly names: readonly string[],
  ) {
    this.edges = names.map(() => new Edge());
    const { probe } = simulation;
    probe.on(attemptSent, (index) => {
      (this.edges[index] as Edge).attempts++;
    });
    probe.on(attemptOver, (index, _, outcome) => {
      const edge = this.edges[index] as Edge;
      if (outcome === null) edge.givenUp++;
      else if (outcome.ok) edge.succeeded++;
      else {
        edge.failed++;
        edge.failures.set(outcome, (edge.failures.get(outcome) ?? 0) + 1);
      }
    });
  }

  restart(): void {
    this.edges = this.names.map(() => new Edge());
  }

  slice(): void {}

  results(): Record<string, EdgeResult> {
    return Object.fromEntries(
      this.names.map((name, index) => {
        const { attempts, succeeded, failed, givenUp, failures } = this.edges[index] as Edge;
        return [name, { attempts, succeeded, failed, givenUp, failures: failureCounts(failures) }];
      }),
    );
  }
}
