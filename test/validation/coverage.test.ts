/** Whether intervals are as sure as they say: 95 in a hundred must hold the truth, which is known of M/M/1. */
import { beforeAll, describe, expect, it } from 'vitest';
import { estimate } from '../../sim/experiment/estimate.js';
import { type RunResult, runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { WHOLE } from './scenarios.js';

const REPLICATIONS = 10;
const EXPERIMENTS = WHOLE ? 2000 : 300;
/** Mean sojourn and mean wait of M/M/1 at half load, in nanoseconds. */
const SOJOURN = 2e9;
const WAIT = 1e9;

/** Some 900 requests after the warm-up: enough for means to be nearly normal, few enough to be many runs. */
const QUEUE = {
  run: { duration: '2000s', drain: '1000s' },
  clients: { users: { calls: 'queue.serve', load: '0.5/s' } },
  services: {
    queue: { threads: 1, operations: { serve: [{ work: { exponential: '1s' } }] } },
  },
} as const;

describe(`of ${EXPERIMENTS} experiments with ${REPLICATIONS} replications each`, () => {
  const sojourns: number[] = [];
  const waits: RunResult['services'][string]['wait'][] = [];

  beforeAll(() => {
    const variant = compile(fromObject(QUEUE), ['']).variants[0] as Variant;
    for (let replication = 0; replication < EXPERIMENTS * REPLICATIONS; replication++) {
      const { clients, services } = runOnce(variant, { replication });
      sojourns.push(clients.users?.latency.mean ?? 0);
      if (services.queue !== undefined) waits.push(services.queue.wait);
    }
  }, 300_000);

  /** Share of the experiments whose interval holds the truth. */
  function coverage(values: readonly number[], truth: number): number {
    let covered = 0;
    for (let first = 0; first < values.length; first += REPLICATIONS) {
      const { low, high } = estimate(values.slice(first, first + REPLICATIONS));
      if (low !== null && high !== null && low <= truth && truth <= high) covered++;
    }
    return covered / EXPERIMENTS;
  }

  it('93 to 97 in a hundred have the true mean sojourn in their interval', () => {
    const share = coverage(sojourns, SOJOURN);
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });

  it('93 to 97 in a hundred have the true mean wait in their interval', () => {
    const share = coverage(
      waits.map(({ mean }) => mean),
      WAIT,
    );
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });

  it('less than two thirds would, if neighbouring waits were taken for independent', () => {
    const covered = waits.filter(({ count, mean, variance }) => {
      return Math.abs(mean - WAIT) <= 1.96 * Math.sqrt(variance / count);
    });
    expect(covered.length / waits.length).toBeLessThan(2 / 3);
  });
});
