import { describe, expect, it } from 'vitest';
import { trace } from '../trace.js';
import { ends, play } from './stage.js';

describe('timeout', () => {
  const policies = [{ timeout: '100ms' }];

  it('lets an answer in time pass, at the time it comes', () => {
    expect(
      ends(play({ policies, calls: [0, 10], callee: [{ after: 60 }, { after: 99 }] })),
    ).toEqual(['ok@60', 'ok@109']);
  });

  it('passes failures on as they are', () => {
    const callee = [{ after: 5, fault: 'server-error' as const }];
    expect(ends(play({ policies, calls: [0], callee }))).toEqual(['server-error@5']);
  });

  it('stops waiting exactly when the time is up, and tells the callee', () => {
    const played = play({ policies, calls: [0], callee: ['hangs'] });
    expect(ends(played)).toEqual(['timeout@100']);
    expect(played.stopped).toEqual([100]);
  });

  it('of an answer and the end of the time at one instant, what was set first comes first', () => {
    expect(ends(play({ policies, calls: [0], callee: [{ after: 100 }] }))).toEqual(['timeout@100']);
  });

  it('gives everything back when the caller leaves first', () => {
    const played = play({ policies, calls: [0], callee: ['hangs'], leaves: [[0, 40]] });
    expect(ends(played)).toEqual(['cancelled@40']);
    expect(played.stopped).toEqual([40]);
    expect(played.open).toBe(0);
  });
});

describe('timeouts around one another, and around callees that fall silent', () => {
  const within = (outer: string, inner: string) => [{ timeout: outer }, { timeout: inner }];
  const chain = (faults: object[], front: object = {}) =>
    trace({
      clients: { user: { calls: 'front.go', load: { times: ['0s' as const] } } },
      services: {
        front: { ...front, operations: { go: [{ call: 'back.do' }] } },
        back: { operations: { do: [{ work: '40ms' as const }] } },
      },
      policies: { 'front -> back': [{ timeout: '60ms' as const }] },
      faults: faults as never,
    });

  it('the shorter one counts, wherever it stands', () => {
    const calls = { calls: [0], callee: ['hangs' as const] };
    for (const policies of [within('100ms', '60ms'), within('60ms', '100ms')] as never[]) {
      const played = play({ policies, ...calls });
      expect([ends(played), played.stopped, played.open]).toEqual([['timeout@60'], [60], 0]);
    }
  });

  it('both are taken back when the answer comes in time', () => {
    const policies = within('100ms', '60ms') as never;
    const played = play({ policies, calls: [0, 50], callee: [{ after: 55 }, 'hangs'] });
    expect([ends(played), played.open]).toEqual([['ok@55', 'timeout@110'], 0]);
  });

  it('ends a call to a callee that has died without a word, and leaves nothing behind', () => {
    const { answers, model } = chain([{ crash: 'back', silent: true, at: '10ms', for: '1s' }]);
    expect(answers).toEqual(['timeout@60']);
    expect(model.exchange.calls.inProgress).toBe(0);
  });

  it('a caller that stands still notices it when it goes on, and an answer that came before counts', () => {
    const late = { slow: 'back', factor: 5, at: '0s', for: '10s' };
    expect(chain([late, { freeze: 'front', at: '50ms', for: '100ms' }]).answers).toEqual([
      'timeout@150',
    ]);
    expect(chain([{ freeze: 'front', at: '30ms', for: '100ms' }]).answers).toEqual(['ok@130']);
  });

  it('at the entrance of a service it holds for callees that fall silent inside, too', () => {
    const guarded = { policies: [{ timeout: '20ms' as const }] };
    expect(chain([], guarded).answers).toEqual(['timeout@20']);
    const dies = { crash: 'front', silent: true, at: '10ms', for: '1s' };
    expect(chain([dies], guarded).answers).toEqual([]);
  });
});

describe('cooperative timeout', () => {
  const policies = [{ timeout: { after: '100ms', strategy: 'cooperative' } }];

  it('waits for whatever answer comes, and asks the callee once to end (T1)', () => {
    const played = play({ policies, calls: [0], callee: [{ after: 250 }] });
    expect(ends(played)).toEqual(['ok@250']);
    expect([played.asked, played.stopped]).toEqual([[100], []]);
  });

  it('is a timeout when the callee ends because of that', () => {
    const played = play({ policies, calls: [0], callee: [{ after: 250, heeds: 20 }] });
    expect(ends(played)).toEqual(['timeout@120']);
    expect(played.open).toBe(0);
  });

  it('reaches the callee through whatever stands between', () => {
    const within = [...policies, { 'circuit-breaker': {} }, { bulkhead: 3 }];
    const played = play({ policies: within, calls: [0], callee: [{ after: 250, heeds: 0 }] });
    expect(ends(played)).toEqual(['timeout@100']);
  });

  it('ends a retry: no attempt more, and no back-off to its end', () => {
    const retry = { retry: { attempts: 9, backoff: { constant: '70ms', jitter: 'none' } } };
    const fails = { after: 80, fault: 'server-error' as const };
    // The second attempt would begin at 150.
    expect(ends(play({ policies: [...policies, retry], calls: [0], callee: [fails] }))).toEqual([
      'timeout@100',
    ]);
    const slow = { after: 150, fault: 'server-error' as const };
    const played = play({ policies: [...policies, retry], calls: [0], callee: [slow] });
    expect(ends(played)).toEqual(['server-error@150']);
    expect(played.reached).toEqual([0]);
  });

  const scenario = (cancellation: 'stops' | 'propagates') => ({
    clients: { user: { calls: 's.go', load: { times: ['0s' as const] } } },
    services: { s: { operations: { go: [{ work: '500ms' as const }, { effect: 'done' }] } } },
    network: { default: { latency: '10ms' as const, cancellation } },
    policies: {
      default: [{ timeout: { after: '100ms' as const, strategy: 'cooperative' as const } }],
    },
  });

  it('ends where the callee hears of it, after the way there and back', () => {
    const { answers, effects, model } = trace(scenario('propagates'));
    expect([answers, effects]).toEqual([['timeout@120'], []]);
    expect(model.exchange.calls.inProgress).toBe(0);
  });

  it('waits for the end where it does not', () => {
    const { answers, effects } = trace(scenario('stops'));
    expect([answers, effects]).toEqual([['ok@520'], ['done@510']]);
  });

  it('gets the answer that was already on its way', () => {
    const { network, ...rest } = scenario('propagates');
    const latency = { default: { ...network.default, latency: '450ms' as const } };
    const quick = { s: { operations: { go: [{ work: '10ms' as const }] } } };
    expect(trace({ ...rest, services: quick, network: latency }).answers).toEqual(['ok@910']);
  });

  it('tells the callee again when the message is lost', () => {
    const faults = [{ partition: 'user -> s', at: '50ms', for: '100ms' }] as never;
    // Lost at 100 ms, sent again 200 ms later.
    const { answers } = trace({ ...scenario('propagates'), faults });
    expect(answers).toEqual(['timeout@320']);
  });
});
