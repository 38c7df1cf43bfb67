import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

type Steps = NonNullable<Scenario['services'][string]['operations']>[string];

/** One operation called at the given milliseconds, beside a service `other` that takes 10 ms. */
function run(steps: Steps, times: readonly number[] = [0], more: object = {}) {
  return trace({
    clients: { user: { calls: 's.go', load: { times: times.map((at) => `${at}ms` as const) } } },
    services: {
      s: { operations: { go: steps }, ...more },
      other: { operations: { go: [{ work: '10ms' }], bad: [{ work: '5ms' }, { fail: 1 }] } },
    },
  });
}

describe('steps', () => {
  it('run one after the other', () => {
    expect(run([{ work: '3ms' }, { wait: '4ms' }, { call: 'other.go' }]).answers).toEqual([
      'ok@17',
    ]);
  });

  it('fail the operation where one of them fails, and stop there', () => {
    const { answers, effects } = run([{ call: 'other.bad' }, { effect: 'after' }]);
    expect(answers).toEqual(['server-error@5']);
    expect(effects).toEqual([]);
  });

  it('go on without an optional call, with a partial answer', () => {
    const { answers, effects } = run([{ call: 'other.bad', optional: true }, { effect: 'after' }]);
    expect(answers).toEqual(['partial@5']);
    expect(effects).toEqual(['after@5']);
  });

  it('repeat', () => {
    expect(run([{ repeat: 3, steps: [{ work: '2ms' }, { effect: 'lap' }] }]).effects).toEqual([
      'lap@2',
      'lap@4',
      'lap@6',
    ]);
  });

  it('choose by weight, the same way for the same seed', () => {
    const times = Array.from({ length: 1000 }, (_, index) => index);
    const steps: Steps = [
      {
        choose: [
          { weight: 3, steps: [{ effect: 'often' }] },
          { weight: 1, steps: [{ effect: 'seldom' }] },
        ],
      },
    ];
    const often = run(steps, times).effects.filter((each) => each.startsWith('often')).length;
    // Four standard deviations of a binomial.
    expect(Math.abs(often - 750)).toBeLessThan(55);
    expect(run(steps, times).effects).toEqual(run(steps, times).effects);
  });

  it('run side by side and wait for all', () => {
    expect(run([{ parallel: [{ wait: '3ms' }, { call: 'other.go' }] }]).answers).toEqual(['ok@10']);
  });

  it('go on with the first, and cancel the others', () => {
    const steps: Steps = [
      {
        parallel: [{ wait: '3ms' }, { repeat: 1, steps: [{ wait: '9ms' }, { effect: 'late' }] }],
        join: 'any',
      },
    ];
    const { answers, effects } = run(steps);
    expect(answers).toEqual(['ok@3']);
    expect(effects).toEqual([]);
  });

  it('go on with the first, and let the others finish unheeded', () => {
    const late = { repeat: 1, steps: [{ wait: '9ms' }, { effect: 'late' }] };
    const { answers, effects } = run([
      { parallel: [{ wait: '3ms' }, late], join: 'any', losers: 'finish' },
    ]);
    expect(answers).toEqual(['ok@3']);
    expect(effects).toEqual(['late@9']);
  });

  it('wait for a quorum, and fail when it can no longer be reached', () => {
    const waits = [{ wait: '2ms' }, { wait: '4ms' }, { wait: '6ms' }] as const;
    expect(run([{ parallel: waits, join: 'quorum', quorum: 2 }]).answers).toEqual(['ok@4']);
    const bad = { call: 'other.bad' } as const;
    expect(
      run([{ parallel: [bad, { wait: '9ms' }, bad], join: 'quorum', quorum: 2 }]).answers,
    ).toEqual(['server-error@5']);
  });

  it('fail at once when one of all fails', () => {
    expect(run([{ parallel: [{ call: 'other.bad' }, { wait: '99ms' }] }]).answers).toEqual([
      'server-error@5',
    ]);
  });

  it('fail with a probability and as what they are told', () => {
    expect(run([{ fail: 1, fault: 'unavailable' }]).answers).toEqual(['unavailable@0']);
    expect(run([{ fail: 0 }]).answers).toEqual(['ok@0']);
  });
});

describe('an instance', () => {
  const work: Steps = [{ work: '10ms' }];

  it('works on as many calls as it has threads, and queues the others', () => {
    expect(run(work, [0, 0, 0], { threads: 2 }).answers).toEqual(['ok@10', 'ok@10', 'ok@20']);
  });

  it('keeps a thread while a call waits for another service', () => {
    expect(run([{ call: 'other.go' }], [0, 0], { threads: 1 }).answers).toEqual(['ok@10', 'ok@20']);
  });

  it('holds cores only while it works', () => {
    const steps: Steps = [{ work: '4ms' }, { wait: '10ms' }];
    const more = { threads: 'unlimited', cores: 1 };
    expect(run(steps, [0, 0, 0], more).answers).toEqual(['ok@14', 'ok@18', 'ok@22']);
  });

  it('turns away what does not fit into the queue', () => {
    expect([...run(work, [0, 0, 0], { threads: 1, queue: 1 }).answers].sort()).toEqual([
      'ok@10',
      'ok@20',
      'queue-full@0',
    ]);
  });

  it('serves by its discipline', () => {
    const times = [0, 1, 2, 3];
    const lifo = { threads: 1, queue: { discipline: 'lifo' } };
    expect(run(work, times, lifo).answers).toEqual(['ok@10', 'ok@40', 'ok@30', 'ok@20']);
  });

  it('lets calls leave the queue when they have waited long enough', () => {
    const more = { threads: 1, queue: { timeout: '12ms' } };
    expect(run(work, [0, 1, 2], more).answers).toEqual(['ok@10', 'ok@20', 'queue-timeout@14']);
  });

  it('shares its core: two calls at once take twice as long', () => {
    const more = { cores: 1, scheduler: 'processor-sharing' };
    expect(run(work, [0, 5], more).answers).toEqual(['ok@15', 'ok@20']);
  });
});
