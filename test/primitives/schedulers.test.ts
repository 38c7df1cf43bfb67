import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import type { WrittenScenario } from '../../sim/scenario/shape.js';

type Scheduler = NonNullable<WrittenScenario['services'][string]['scheduler']>;
type Work = readonly [at: string, demand: string, patience?: string];

const SECOND = 1e9;

function runOf(scenario: WrittenScenario) {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return runOnce(variants[0] as Variant, { replication: 0 });
}

/** One client for each piece of work, the first with the smallest priority number; gives their sojourns. */
function sojourns(
  scheduler: Scheduler,
  works: readonly Work[],
  more: Partial<WrittenScenario['services'][string]> & Pick<WrittenScenario, 'faults'> = {},
) {
  const { faults = [], ...service } = more;
  const names = works.map((_, index) => `w${index}`);
  const { clients, services } = runOf({
    run: { duration: '1000s', warmup: '0s' },
    clients: Object.fromEntries(
      works.map(([at, , patience = '1d'], index) => [
        `w${index}`,
        { calls: `box.w${index}`, load: { times: [at] }, priority: index, patience },
      ]),
    ) as WrittenScenario['clients'],
    services: {
      box: {
        threads: 'unlimited',
        cores: 1,
        scheduler,
        ...service,
        operations: Object.fromEntries(
          works.map(([, demand], index) => [`w${index}`, [{ work: demand }]]),
        ) as never,
      },
    },
    faults,
  });
  return {
    seconds: names.map((name) => (clients[name]?.latency.mean ?? 0) / SECOND),
    coreSeconds: services.box?.coreSeconds,
    wastedCoreSeconds: services.box?.wastedCoreSeconds,
    utilisation: services.box?.utilisation,
  };
}

describe('preemptive priority', () => {
  it('interrupts, and resumes what was interrupted before what came later', () => {
    // w2 begins, w1 takes over at 1 s, w0 at 2 s; then w1 has 3 s left and w2 4 s.
    const works: Work[] = [
      ['2s', '2s'],
      ['1s', '4s'],
      ['0s', '5s'],
    ];
    const { seconds, coreSeconds } = sojourns('preemptive-priority', works);
    expect(seconds).toEqual([2, 6, 11]);
    expect(coreSeconds).toBe(11);
  });

  it('takes the core of the least important of those worked on', () => {
    const works: Work[] = [
      ['1s', '1s'],
      ['0s', '3s'],
      ['0s', '3s'],
    ];
    const { seconds, coreSeconds } = sojourns('preemptive-priority', works, { cores: 2 });
    expect(seconds).toEqual([1, 3, 4]);
    expect(coreSeconds).toBe(7);
  });

  it('goes on where it was after a change of speed', () => {
    // At half the speed from 1 s on: 1 s done, 3 s left, which take 6 s.
    const { seconds, coreSeconds } = sojourns('preemptive-priority', [['0s', '4s']], {
      faults: [{ at: '1s', slow: 'box', factor: 2 }],
    });
    expect(seconds).toEqual([7]);
    expect(coreSeconds).toBe(7);
  });
});

describe('preemptive last come, first served', () => {
  it('serves whoever came last', () => {
    const works: Work[] = [
      ['0s', '3s'],
      ['1s', '3s'],
      ['2s', '3s'],
    ];
    expect(sojourns('preemptive-lifo', works).seconds).toEqual([9, 6, 3]);
  });

  it('has the mean sojourn E[S] / (1 - load) whatever the service is like', () => {
    // Kleinrock, Queueing Systems vol. 2, 4.3: 5 s, where first come, first served has 3 s.
    const { clients } = runOf(queue('preemptive-lifo', '1s'));
    expect(Math.abs((clients.users?.latency.mean ?? 0) / (5 * SECOND) - 1)).toBeLessThan(0.05);
  });
});

describe('shortest remaining work first', () => {
  it('interrupts only for less than is left', () => {
    const works: Work[] = [
      ['0s', '4s'],
      ['1s', '3s'],
      ['2s', '1s'],
    ];
    // At 1 s both have 3 s left: who came first keeps the core. At 2 s there are 2 s left against 1 s.
    expect(sojourns('shortest-remaining', works).seconds).toEqual([5, 7, 1]);
  });

  it('has the mean that Schrage and Miller found', () => {
    // M/M/1 at 80 %, their integral by quadrature: 2.35277 s, where first come, first served has 5 s.
    const { clients } = runOf(queue('shortest-remaining', { exponential: '1s' }));
    const mean = (clients.users?.latency.mean ?? 0) / SECOND;
    expect(Math.abs(mean / 2.352773 - 1)).toBeLessThan(0.03);
  });
});

describe.each([
  'run-to-completion',
  'processor-sharing',
  'preemptive-priority',
  'preemptive-lifo',
  'shortest-remaining',
] as const)('%s', (scheduler) => {
  it('uses as much core time as is asked for, and is busy whenever there is work', () => {
    const works: Work[] = [
      ['0s', '7s'],
      ['1s', '2s'],
      ['3s', '5s'],
      ['20s', '4s'],
    ];
    const { coreSeconds, utilisation, seconds } = sojourns(scheduler, works);
    expect(coreSeconds).toBeCloseTo(18, 6);
    expect(utilisation).toBeCloseTo(18 / 1000, 9);
    // The last of the first three ends at 14 s, whatever the order.
    expect(Math.max(...[0, 1, 3].map((at, index) => at + (seconds[index] ?? 0)))).toBeCloseTo(
      14,
      6,
    );
  });

  it('gives the core up when the caller takes the call back', () => {
    const { clients, services } = runOf({
      run: { duration: '100s', warmup: '0s' },
      clients: {
        hasty: { calls: 'box.serve', load: { times: ['0s', '1s', '1s'] }, patience: '3s' },
        late: { calls: 'box.serve', load: { times: ['50s'] } },
      },
      services: {
        box: {
          threads: 'unlimited',
          cores: 1,
          scheduler,
          operations: { serve: [{ work: '10s' }] },
        },
      },
      network: { default: { cancellation: 'propagates' } },
    });
    expect(clients.hasty?.failed).toBe(3);
    // Busy from 0 s to 4 s, when the last of them has left.
    expect(services.box?.coreSeconds).toBeCloseTo(4 + 10, 6);
    expect(clients.late?.latency.mean).toBe(10 * SECOND);
    expect(services.box?.presentAtEnd).toBe(0);
  });
});

/** Poisson arrivals at 80 % of one core. */
function queue(scheduler: Scheduler, work: unknown): WrittenScenario {
  return {
    run: { duration: '500000s', drain: '1h' },
    clients: { users: { calls: 'box.serve', load: '0.8/s' } },
    services: {
      box: {
        threads: 'unlimited',
        cores: 1,
        scheduler,
        operations: { serve: [{ work: work as '1s' }] },
      },
    },
  };
}

describe('work for nobody', () => {
  const schedulers = [
    'run-to-completion',
    'processor-sharing',
    'preemptive-priority',
    'preemptive-lifo',
    'shortest-remaining',
  ] as const;

  /** Core seconds spent for a caller that has left after a while, of all. */
  const wasted = (
    scheduler: Scheduler,
    [demand, patience]: readonly [string, string],
    others: readonly Work[],
    faults: WrittenScenario['faults'] = [],
  ) => {
    const works: Work[] = [...others, ['0s', demand, patience]];
    const { wastedCoreSeconds, coreSeconds } = sojourns(scheduler, works, { faults });
    return [wastedCoreSeconds, coreSeconds];
  };

  it.each(schedulers)('is what %s does after the caller has left', (scheduler) => {
    expect(wasted(scheduler, ['5s', '1s'], [])).toEqual([4, 5]);
    // A caller that leaves at the end has wasted nothing.
    expect(wasted(scheduler, ['5s', '5s'], [])).toEqual([0, 5]);
  });

  it.each(schedulers)('is counted by %s across changes of speed', (scheduler) => {
    // 4 s done at full speed, 6 s left that take 12 s; the caller leaves at 3 or at 10 s.
    const faults = [{ at: '4s', slow: 'box', factor: 2 }] as const;
    expect(wasted(scheduler, ['10s', '3s'], [], faults)).toEqual([13, 16]);
    expect(wasted(scheduler, ['10s', '10s'], [], faults)).toEqual([6, 16]);
  });

  it.each(['preemptive-priority', 'preemptive-lifo', 'shortest-remaining'] as const)(
    'is counted by %s before and after an interruption',
    (scheduler) => {
      // Worked on from 0 to 2 s and from 4 to 7 s; the caller leaves at 1 s, or while it is interrupted.
      expect(wasted(scheduler, ['5s', '1s'], [['2s', '2s']])).toEqual([4, 7]);
      expect(wasted(scheduler, ['5s', '3s'], [['2s', '2s']])).toEqual([3, 7]);
    },
  );

  it('is a share of the cores where they are shared', () => {
    // Alone for 1 s, then at half the speed to 7 s; the caller leaves at 3 s.
    expect(wasted('processor-sharing', ['4s', '3s'], [['1s', '4s']])).toEqual([2, 8]);
  });

  it.each(['cancel', 'finish'] as const)(
    'is what the loser of a hedge does (losers: %s)',
    (losers) => {
      const { services } = runOf({
        run: { duration: '100s', warmup: '0s' },
        clients: { user: { calls: 'box.go', load: { times: ['1s'] } } },
        services: { box: { instances: 2, operations: { go: [{ work: '1s' }] } } },
        policies: { default: [{ hedge: { after: '100ms', losers } }] },
        faults: [{ at: '0s', slow: 'box', instances: 1, factor: 10 }],
      });
      // The slow one works for 10 s; the copy has the answer after 1.1 s.
      expect(services.box?.coreSeconds).toBe(11);
      expect(services.box?.wastedCoreSeconds).toBeCloseTo(8.9, 9);
    },
  );
});
