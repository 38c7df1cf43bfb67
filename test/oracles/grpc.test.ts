/** @grpc/grpc-js 1.14.7 over a real connection, its timers under our clock: retry, push-back, throttle, deadline. */

import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceError,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import FakeTimers, { type Clock } from '@sinonjs/fake-timers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, type Reply } from '../policies/stage.js';

interface Step {
  readonly ok: boolean;
  readonly pushBack: number | null;
}

interface Case {
  readonly attempts: number;
  readonly initial: number;
  readonly factor: number;
  readonly most: number;
  readonly tokens: number;
  /** Milliseconds for each call. */
  readonly deadline: number;
  readonly calls: number;
  readonly steps: readonly Step[];
}

/**
 * A throttle or a deadline, not both: grpc-js asks its throttle only once the back-off is over, and a deadline may
 * come first.
 */
const bounds = fc.oneof(
  fc.record({ tokens: fc.integer({ min: 2, max: 12 }), deadline: fc.constant(2500) }),
  fc.record({
    tokens: fc.constant(1000),
    deadline: fc.integer({ min: 8, max: 80 }).map((n) => 10 * n + 5),
  }),
);

const cases: fc.Arbitrary<Case> = fc
  .record({
    attempts: fc.integer({ min: 2, max: 5 }),
    // Whole ticks of the clock: an attempt is seen at the tick at which it is made.
    initial: fc.integer({ min: 4, max: 20 }).map((n) => 10 * n),
    factor: fc.constantFrom(1, 2, 3),
    most: fc.constantFrom(200, 400),
    calls: fc.integer({ min: 1, max: 3 }),
    steps: fc.array(
      fc.record({
        ok: fc.boolean(),
        pushBack: fc.option(
          fc.integer({ min: 1, max: 20 }).map((n) => 10 * n),
          { freq: 4 },
        ),
      }),
      { maxLength: 12, size: 'max' },
    ),
    bounds,
  })
  .map(({ bounds: bound, ...rest }) => ({ ...rest, ...bound }));

/** From call to call; the longest takes less. */
const GAP = 3000;
const TICK = 5;
/** Turns of the loop in which a message comes to the other side and its answer back. */
const TURNS = 20;

async function delivered(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('retries of gRPC', () => {
  const server = new Server();
  let port = 0;
  let targets = 0;
  let onCall: () => Step = () => ({ ok: true, pushBack: null });

  beforeAll(async () => {
    const plain = {
      path: '/test.Test/ask',
      requestStream: false,
      responseStream: false,
      requestSerialize: (value: Buffer) => value,
      requestDeserialize: (value: Buffer) => value,
      responseSerialize: (value: Buffer) => value,
      responseDeserialize: (value: Buffer) => value,
    } as const;
    server.addService({ ask: plain } as never, {
      ask: (
        _: unknown,
        answer: (error: Partial<StatusObject> | null, value: Buffer | null) => void,
      ) => {
        const { ok, pushBack } = onCall();
        if (ok) {
          answer(null, Buffer.alloc(0));
          return;
        }
        const metadata = new Metadata();
        if (pushBack !== null) metadata.set('grpc-retry-pushback-ms', String(pushBack));
        answer({ code: status.UNAVAILABLE, metadata }, null);
      },
    });
    port = await new Promise((resolve, reject) => {
      server.bindAsync('0.0.0.0:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  });
  afterAll(() => server.forceShutdown());

  async function withGrpc(one: Case) {
    const seconds = (milliseconds: number) => `${milliseconds / 1000}s`;
    // Throttles are shared by target for as long as the process lives: each case has a target of its own.
    const client = new Client(`127.0.0.${++targets}:${port}`, credentials.createInsecure(), {
      'grpc.service_config': JSON.stringify({
        loadBalancingConfig: [],
        methodConfig: [
          {
            name: [{ service: 'test.Test' }],
            retryPolicy: {
              maxAttempts: one.attempts,
              initialBackoff: seconds(one.initial),
              maxBackoff: seconds(one.most),
              backoffMultiplier: one.factor,
              retryableStatusCodes: ['UNAVAILABLE'],
            },
          },
        ],
        retryThrottling: { maxTokens: one.tokens, tokenRatio: 0.1 },
      }),
      'grpc.use_local_subchannel_pool': 1,
    });
    await new Promise<void>((resolve, reject) =>
      client.waitForReady(Date.now() + 5000, (error) => (error ? reject(error) : resolve())),
    );
    const random = Math.random;
    // In the middle of the jitter: the delay itself.
    Math.random = () => 0.5;
    const clock: Clock = FakeTimers.install({
      now: 1_700_000_000_000,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
    try {
      const from = clock.now;
      const arrivals: number[] = [];
      const ends: string[] = [];
      onCall = () => {
        const step = one.steps[arrivals.length] ?? { ok: false, pushBack: null };
        arrivals.push(clock.now - from);
        return step;
      };
      const ask = (done: (error: ServiceError | null) => void) =>
        client.makeUnaryRequest(
          '/test.Test/ask',
          (value: Buffer) => value,
          (value: Buffer) => value,
          Buffer.alloc(0),
          new Metadata(),
          { deadline: clock.now + one.deadline },
          done,
        );
      for (let call = 0; call < one.calls; call++) {
        ask((error) => ends.push(NAMES[error?.code ?? 0] ?? String(error?.code)));
        await delivered();
        for (let time = 0; time < GAP; time += TICK) {
          clock.tick(TICK);
          // A timer may have sent something: it is given the time to arrive.
          if (ends.length === call) await delivered();
        }
      }
      return { arrivals, ends };
    } finally {
      clock.uninstall();
      Math.random = random;
      client.close();
    }
  }

  function withRetry(one: Case) {
    const callee: Reply[] = [...one.steps, { ok: false, pushBack: null }].map(
      ({ ok, pushBack }) => {
        if (ok) return { after: 0 };
        const hint = pushBack === null ? {} : { retryAfter: pushBack };
        return { after: 0, fault: 'unavailable', ...hint };
      },
    );
    const retry = {
      attempts: one.attempts,
      backoff: {
        exponential: `${one.initial}ms`,
        factor: one.factor,
        cap: `${one.most}ms`,
        jitter: 'none',
      },
      'push-back': 'instead',
      budget: { throttle: { tokens: one.tokens, ratio: 0.1 } },
    };
    const calls = Array.from({ length: one.calls }, (_, index) => index * GAP);
    const { reached, seen } = play({
      policies: [{ deadline: `${one.deadline}ms` }, { retry }],
      calls,
      callee,
    });
    return { arrivals: reached, ends: seen.map((each) => each?.ends) };
  }

  it('are made when ours are, and end the same way', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        expect(withRetry(one)).toEqual(await withGrpc(one));
      }),
      { numRuns: 200, seed: 20264, endOnFailure: true },
    );
  });
});

const NAMES: Readonly<Record<number, string>> = {
  [status.OK]: 'ok',
  [status.UNAVAILABLE]: 'unavailable',
  [status.DEADLINE_EXCEEDED]: 'deadline-exceeded',
};
