import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { ends, play } from './stage.js';

const slow = [{ after: 300 }];

describe('deadline', () => {
  it('ends the call at its instant, and the callee is told', () => {
    const played = play({ policies: [{ deadline: '100ms' }], calls: [7], callee: slow });
    expect(ends(played)).toEqual(['deadline-exceeded@107']);
    expect(played.stopped).toEqual([107]);
  });

  it('spans all attempts, and is not tried again', () => {
    const retry = { retry: { attempts: 9, backoff: { constant: '30ms', jitter: 'none' } } };
    const failing = [{ after: 20, fault: 'server-error' as const }];
    const outside = play({ policies: [{ deadline: '100ms' }, retry], calls: [0], callee: failing });
    expect(outside.reached).toEqual([0, 50]);
    expect(ends(outside)).toEqual(['deadline-exceeded@100']);
    const inside = play({ policies: [retry, { deadline: '100ms' }], calls: [0], callee: slow });
    expect(ends(inside)).toEqual(['deadline-exceeded@100']);
  });

  it('never grants more time than is left, unless it begins anew', () => {
    const retry = { retry: { attempts: 2, backoff: { constant: '30ms', jitter: 'none' } } };
    const callee = [{ after: 50, fault: 'server-error' as const }, { after: 300 }];
    const timed = (inner: object) =>
      play({
        policies: [{ deadline: { after: '200ms' } }, { fallback: {} }, retry, inner],
        calls: [0],
        callee,
      });
    // The second attempt begins at 80; what is left is 120 of its 150 ms.
    expect(timed({ deadline: '150ms' }).stopped).toEqual([200]);
    expect(timed({ deadline: { after: '100ms', inherits: false } }).stopped).toEqual([180]);
    expect(timed({ deadline: {} }).stopped).toEqual([200]);
  });

  it('lets calls without a deadline take their time', () => {
    expect(ends(play({ policies: [{ deadline: {} }], calls: [0], callee: slow }))).toEqual([
      'ok@300',
    ]);
  });

  it('travels from hop to hop, with less left each time; a service that keeps to it stops by itself', () => {
    const worked = (policies: readonly { readonly deadline: object }[]) => {
      const { variants } = compile(
        fromObject({
          run: { duration: '10s', warmup: '0s' },
          clients: { users: { calls: 'shop.buy', load: { times: ['0s'] } } },
          services: {
            shop: { operations: { buy: [{ work: '600ms' }, { call: 'bank.pay' }] } },
            bank: { cores: 1, policies, operations: { pay: [{ work: '2s' }] } },
          },
          policies: { 'users -> shop': [{ deadline: '1s' }] },
          network: { default: '50ms' },
        }),
        [''],
      );
      const { services } = runOnce(variants[0] as Variant, { replication: 0 });
      return services.bank?.utilisation;
    };
    // 50 ms to the shop, 600 ms of work, 50 ms to the bank: 300 ms are left. Or 2 s are worked for nobody.
    expect(worked([])).toBeCloseTo(0.2, 9);
    expect(worked([{ deadline: {} }])).toBeCloseTo(0.03, 9);
  });
});
