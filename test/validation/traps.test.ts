/**
 * Well-known ways to build a simulator wrong, each with the value that it would give: the validation scenarios must
 * tell it from the right one, even with the wide tolerance of a short run.
 */
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import type { WrittenScenario } from '../../sim/scenario/shape.js';
import { FILES, knownValues } from './scenarios.js';

const SECOND = 1e9;

interface Trap {
  readonly mistake: string;
  readonly file: string;
  readonly measure: string;
  /** What the mistaken simulator gives: durations in nanoseconds. */
  readonly wrong: number;
}

/** Share of the deliveries that take longer than three times the mean. */
const IN_VAIN = Math.exp(-3);

/** Loss of M/M/1/K at a load. */
function lossOf(load: number, room: number): number {
  return ((1 - load) * load ** room) / (1 - load ** (room + 1));
}

const TRAPS: readonly Trap[] = [
  {
    mistake: 'attempts counted as retries: four tries for each layer instead of three',
    file: 'd04-layers-243.yaml',
    measure: 's5.amplification',
    wrong: 4 ** 5,
  },
  {
    mistake: 'a late answer to an abandoned attempt counted as a success',
    file: 'd28-metastable-280.yaml',
    measure: 'users.goodput',
    wrong: 280,
  },
  {
    mistake: 'percentiles only over those who waited',
    file: 'a01-mm1-50.yaml',
    measure: 'queue.wait-p90',
    // Exponential at rate 1/2 for those who wait at all.
    wrong: 2 * Math.log(10) * SECOND,
  },
  {
    mistake: 'the capacity K taken as room to wait, without those in service',
    file: 'a18-mm1-5.yaml',
    measure: 'queue.rejected',
    wrong: lossOf(0.8, 6),
  },
  {
    mistake: 'a concurrency limit built as a queue: nobody is turned away',
    file: 'g13-bulkhead-50.yaml',
    measure: 'users.success',
    wrong: 1,
  },
  {
    mistake: 'processor sharing by turns so long that small jobs wait for large ones',
    file: 'a36-ps-exp.yaml',
    measure: 'small.mean',
    wrong: (4 + 0.41802) * SECOND,
  },
  {
    mistake: 'last come, first served with the variance of first come, first served',
    file: 'a40-lcfs.yaml',
    measure: 'queue.wait-sd',
    wrong: Math.sqrt(24) * SECOND,
  },
  {
    mistake: 'random order with the variance of first come, first served',
    file: 'a44-random-order.yaml',
    measure: 'queue.wait-sd',
    wrong: Math.sqrt(24) * SECOND,
  },
  {
    mistake: 'a token bucket that ticks: a second with any arrival lets one through',
    file: 'g04-bucket-1.yaml',
    measure: 'users.success',
    wrong: 1 - Math.exp(-1),
  },
  {
    mistake: 'two choices drawn with replacement: half of the requests go anywhere',
    file: 'b13-shortest-of-2.yaml',
    measure: 'drawn.mean',
    // The Markov chain of half the arrivals at random and half to the shorter queue, solved.
    wrong: 3.2679456 * SECOND,
  },
  {
    mistake: 'round robin as good as random',
    file: 'b17-round-robin-2.yaml',
    measure: 'users.mean',
    wrong: 5 * SECOND,
  },
  {
    mistake: 'fork-join as the maximum of independent queues',
    file: 'a80-fork-join-2.yaml',
    measure: 'users.mean',
    wrong: 3 * SECOND,
  },
  {
    mistake: 'hedges that are sent though the first answer has come',
    file: 'c08-hedge.yaml',
    measure: 'leaf.visits',
    wrong: 2,
  },
  {
    mistake: 'copies that are not cancelled: twice the load, more than the servers can take',
    file: 'b28-redundancy-2.yaml',
    measure: 'users.mean',
    wrong: Number.POSITIVE_INFINITY,
  },
  {
    mistake: 'the start removed where the start is the question: the wait of the long run',
    file: 'a84-transient-100.yaml',
    measure: 'queue.wait',
    wrong: 9 * SECOND,
  },
  {
    mistake: 'an unavailable second counted as up because nobody asked in it',
    file: 'e05-available-constant.yaml',
    measure: 'under-fault',
    wrong: 0,
  },
  {
    mistake: 'a redelivery that draws the demand of the delivery before it',
    file: 'f06-visibility.yaml',
    measure: 'jobs.acknowledged',
    // Every other delivery comes to nothing for certain once the one before it has.
    wrong: 1 / (1 + (IN_VAIN * (1 + IN_VAIN)) / (1 - IN_VAIN)),
  },
];

describe('the validation scenarios would notice', () => {
  it.each(TRAPS)('$mistake', ({ file, measure, wrong }) => {
    expect(FILES).toContain(file);
    const known = knownValues(file, false).filter((each) => each.measure === measure);
    expect(known).not.toEqual([]);
    for (const { expected, within } of known) {
      expect(Math.abs(wrong - expected)).toBeGreaterThan(within);
    }
  });
});

function runOf(scenario: WrittenScenario) {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return runOnce(variants[0] as Variant, { replication: 0 });
}

/** Ten servers at light load: most of the time several are equally good. */
function pool(balancer: WrittenScenario['balancing']): WrittenScenario {
  return {
    run: { duration: '20000s' },
    clients: { users: { calls: 'pool.serve', load: '2/s' } },
    ...(balancer === undefined ? {} : { balancing: balancer }),
    services: {
      pool: { instances: 10, threads: 1, operations: { serve: [{ work: { exponential: '1s' } }] } },
    },
  };
}

describe('ties', () => {
  it.each([
    ['the fewest in flight', { default: 'least-in-flight' }],
    ['two choices', { default: { choices: 2 } }],
    ['three choices', { default: { choices: 3 } }],
  ] as const)('are broken at random, not for the first server: %s', (_, balancer) => {
    const { utilisations } = runOf(pool(balancer)).services.pool as {
      utilisations: readonly number[];
    };
    // 3,600 requests each: a share of the load has a standard error of about 2 %.
    for (const utilisation of utilisations) expect(Math.abs(utilisation - 0.2)).toBeLessThan(0.02);
  });
});

describe('the warm-up', () => {
  const burst: WrittenScenario = {
    run: { duration: '100s', warmup: '50s' },
    clients: {
      early: { calls: 'queue.serve', load: { times: ['10s'] }, batch: 1000 },
      late: { calls: 'queue.serve', load: { times: ['60s', '70s'] } },
    },
    services: { queue: { threads: 1, operations: { serve: [{ work: '1ms' }] } } },
  };

  it('is simulated and not counted', () => {
    const { clients, services } = runOf(burst);
    expect(clients.early?.sent).toBe(0);
    expect(clients.late?.sent).toBe(2);
    expect(services.queue?.arrivals).toBe(2);
    expect(services.queue?.wait.max).toBe(0);
    expect(services.queue?.maxQueue).toBe(0);
  });

  it('is counted when there is none', () => {
    const { clients, services } = runOf({ ...burst, run: { duration: '100s', warmup: '0s' } });
    expect(clients.early?.sent).toBe(1000);
    expect(services.queue?.wait.max).toBe(999e6);
  });
});
