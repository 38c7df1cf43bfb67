import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { MILLISECOND } from '../../sim/kernel/time.js';
import { requestAnswered } from '../../sim/traffic/client.js';
import { trace } from '../trace.js';

/** A service that takes 10 ms and has one thread, called at the given milliseconds. */
function run(faults: readonly object[], times: readonly number[], more: object = {}) {
  return trace({
    clients: { user: { calls: 's.go', load: { times: times.map((at) => `${at}ms` as const) } } },
    services: { s: { threads: 1, operations: { go: [{ work: '10ms' }] }, ...more } },
    faults: faults as unknown as NonNullable<Scenario['faults']>,
  });
}

describe('faults', () => {
  it('slow down work in progress, and only while they last', () => {
    const slow = { slow: 's', factor: 10, at: '5ms', for: '20ms' };
    // 5 ms of work are left at 5; 2 of them are done by 25, the rest at full speed.
    expect(run([slow], [0]).answers).toEqual(['ok@28']);
  });

  it('multiply where they overlap, and come back to exactly what was', () => {
    const twice = { slow: 's', factor: 2, at: '0s', for: '1s' };
    const thrice = { slow: 's', factor: 3, at: '0s', for: '1s' };
    expect(run([twice, thrice], [0, 2000]).answers).toEqual(['ok@60', 'ok@2010']);
  });

  it('slow down shared cores too', () => {
    const slow = { slow: 's', factor: 2, at: '5ms', for: '1s' };
    const shared = { threads: 9, cores: 1, scheduler: 'processor-sharing' };
    expect(run([slow], [0, 0], shared).answers).toEqual(['ok@35', 'ok@35']);
  });

  it('delay what begins while they last, holding its thread', () => {
    const delay = { delay: 's', by: '100ms', at: '0s', for: '50ms' };
    expect(run([delay], [0, 1, 200]).answers).toEqual(['ok@110', 'ok@120', 'ok@210']);
  });

  it('fail calls at a rate', () => {
    const errors = { errors: 's', rate: '100%', at: '5ms', for: '10ms' };
    expect(run([errors], [0, 6, 30]).answers).toEqual(['ok@10', 'server-error@10', 'ok@40']);
  });

  it('crash: callers are reset, newcomers refused, until the restart', () => {
    const crash = { crash: 's', at: '15ms', for: '100ms' };
    expect(run([crash], [0, 10, 12, 50, 200]).answers).toEqual([
      'ok@10',
      'reset@15',
      'reset@15',
      'refused@50',
      'ok@210',
    ]);
  });

  it('crash: callers are reset in the order in which they came', () => {
    const faults = [{ crash: 's', at: '14ms', for: '1s' } as const];
    const service = { threads: 9, operations: { go: [{ work: '10ms' as const }] } };
    const load = { times: ['0ms', '5ms', '12ms'] as const };
    const sentAt: number[] = [];
    // The third call is made of what the first, which is over, has left.
    trace(
      { clients: { user: { calls: 's.go', load } }, services: { s: service }, faults },
      (model) =>
        model.simulation.probe.on(requestAnswered, (request) => sentAt.push(request.sentAt)),
    );
    expect(sentAt.map((at) => at / MILLISECOND)).toEqual([0, 5, 12]);
  });

  it('crash in silence: nobody hears anything', () => {
    const crash = { crash: 's', at: '5ms', for: '100ms', silent: true };
    expect(run([crash], [0, 50, 200]).answers).toEqual(['ok@210']);
  });

  it('hit one zone alone', () => {
    const crash = { crash: 's', zone: 'b', at: '0s', for: '1s' };
    const zoned = { instances: 3, zones: ['a', 'b'] };
    expect(run([crash], [1, 2, 3, 4, 5], zoned).answers).toEqual([
      'ok@11',
      'refused@2',
      'ok@13',
      'ok@21',
      'refused@5',
    ]);
  });

  it('crash one instance of several', () => {
    const crash = { crash: 's', instances: 1, at: '0s', for: '1s' };
    expect(run([crash], [1, 2, 3, 4], { instances: 2 }).answers).toEqual([
      'refused@1',
      'ok@12',
      'refused@3',
      'ok@22',
    ]);
  });

  it('freeze: work stands still, calls queue up, and all goes on afterwards', () => {
    const freeze = { freeze: 's', at: '5ms', for: '100ms' };
    expect(run([freeze], [0, 50]).answers).toEqual(['ok@110', 'ok@120']);
  });

  it('freeze the caller: its timers and the answers it gets are late', () => {
    const { answers } = trace({
      clients: { user: { calls: 'front.go', load: { times: ['0s'] } } },
      services: {
        front: { operations: { go: [{ call: 'back.go' }] } },
        back: { operations: { go: [{ work: '10ms' }] } },
      },
      policies: { 'front -> back': [{ timeout: '50ms' }] },
      faults: [{ freeze: 'front', at: '5ms', for: '100ms' }],
    });
    // The answer came at 10, before the timeout was due: it is noticed first.
    expect(answers).toEqual(['ok@105']);
  });

  it('come back at intervals', () => {
    const errors = { errors: 's', rate: 1, at: '10ms', for: '10ms', every: '80ms' };
    const { answers } = run([errors], [0, 15, 50, 105, 150, 195]);
    expect(answers.map((each) => each.split('@')[0])).toEqual([
      'ok',
      'server-error',
      'ok',
      'server-error',
      'ok',
      'server-error',
    ]);
  });

  it('multiply the traffic of a client from their first to their last instant', () => {
    const { answers } = trace({
      clients: { user: { calls: 's.go', load: { constant: '100/s' }, requests: 12 } },
      services: { s: { operations: { go: [{ wait: '0s' }] } } },
      faults: [{ spike: 'user', factor: 5, at: '25ms', for: '15ms' }],
    });
    const at = answers.map((each) => Number(each.split('@')[1]));
    // Half a gap is over at 25 ms: the other half takes 1 ms, and at 40 ms 4 / 5 of one is over.
    expect(at).toEqual([10, 20, 26, 28, 30, 32, 34, 36, 38, 40, 50, 60]);
  });
});

describe('a crash of a service that is in its own call chain', () => {
  it.each([
    [false, 'reset@100'],
    [true, 'abandoned@500'],
  ])('ends every call once (silently: %s)', (silent, answer) => {
    const { answers, model } = trace({
      clients: { user: { calls: 's.outer', load: { times: ['0s'] }, patience: '500ms' } },
      services: {
        s: {
          threads: 'unlimited',
          operations: { outer: [{ call: 's.inner' }], inner: [{ wait: '10s' }] },
        },
      },
      network: { default: { cancellation: 'propagates' } },
      faults: [{ crash: 's', at: '100ms', for: '1s', silent }],
    });
    expect(answers).toEqual([answer]);
    expect(model.exchange.calls.inProgress).toBe(0);
    expect(model.exchange.requests.held).toBe(0);
  });
});
