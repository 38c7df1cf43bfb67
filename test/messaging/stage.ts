/** A front that publishes to `jobs` and a worker that takes 10 ms for each message: for exact times. */
import type { Scenario } from '../../sim/index.js';
import type { Model } from '../../sim/scenario/model.js';
import { trace } from '../trace.js';

export interface Parts {
  readonly subscriber?: object;
  readonly worker?: object;
  readonly faults?: readonly object[];
  readonly user?: object;
  readonly publish?: readonly object[];
  readonly brokers?: object;
  readonly services?: object;
  readonly network?: object;
  readonly policies?: object;
}

/** Requests at the given milliseconds are published. */
export function run(
  broker: object,
  times: readonly number[],
  parts: Parts = {},
  watch?: (model: Model) => void,
) {
  const {
    subscriber = {},
    worker = {},
    faults = [],
    user = {},
    publish = [{ publish: 'jobs' }],
  } = parts;
  const load = { times: times.map((at) => `${at}ms`) };
  const scenario = {
    clients: { user: { calls: 'front.go', load, ...user } },
    services: {
      front: { operations: { go: publish } },
      worker: { operations: { go: [{ work: '10ms' }, { effect: 'job' }] }, ...worker },
      ...parts.services,
    },
    brokers: { jobs: { subscribers: { 'worker.go': subscriber }, ...broker }, ...parts.brokers },
    network: parts.network ?? {},
    policies: parts.policies ?? {},
    faults,
  };
  return trace(scenario as unknown as Scenario, watch);
}
