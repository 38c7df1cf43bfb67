import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

const TOPIC = { kind: 'kafka', partitions: 1, linger: '0s', append: '0s', replicate: '0s' };
const GROUP = {
  'join-time': '0s',
  'initial-delay': '0s',
  'session-timeout': '1s',
  'heartbeat-interval': '100ms',
  'redeliver-after': '10ms',
  commit: 'record',
};
const TRANSACTIONS = { timeout: '5s', commit: '2ms' };

interface Parts {
  readonly transactions?: object | null;
  readonly isolation?: string;
  readonly faults?: readonly object[];
  readonly worker?: object;
  readonly group?: object;
  readonly topic?: object;
}

/** Orders are worked on for 10 ms, and published as parcels after half of it; the sink takes no time. */
function run(times: readonly number[], parts: Parts = {}) {
  const { transactions = TRANSACTIONS, isolation = 'read-committed', worker = {} } = parts;
  const reader =
    transactions === null
      ? { ...GROUP, ...parts.group }
      : { ...GROUP, ...parts.group, transactions };
  return trace({
    clients: { user: { calls: 'front.go', load: { times: times.map((at) => `${at}ms`) } } },
    services: {
      front: { operations: { go: [{ publish: 'orders' }] } },
      worker: {
        operations: { go: [{ wait: '5ms' }, { publish: 'parcels' }, { wait: '5ms' }] },
        ...worker,
      },
      sink: { operations: { go: [{ effect: 'parcel' }] } },
    },
    brokers: {
      orders: { ...TOPIC, ...parts.topic, subscribers: { 'worker.go': reader } },
      parcels: { ...TOPIC, subscribers: { 'sink.go': { ...GROUP, isolation } } },
    },
    faults: parts.faults ?? [],
  } as unknown as Scenario);
}

describe('records of a transaction', () => {
  it('are read when it is committed, or at once by those who do not care', () => {
    expect(run([0]).effects).toEqual(['parcel@12']);
    expect(run([0], { isolation: 'read-uncommitted' }).effects).toEqual(['parcel@5']);
    expect(run([0], { transactions: null }).effects).toEqual(['parcel@5']);
  });

  it('hold back what follows in the partition', () => {
    const times = [0, 1];
    // The next one begins when the first has been committed.
    expect(run(times).effects).toEqual(['parcel@12', 'parcel@24']);
  });

  it('are thrown away when the work fails', () => {
    const poison = { operations: { go: [{ publish: 'parcels' }, { fail: 1 }] } };
    const group = { 'max-deliveries': 3 };
    expect(run([0], { worker: poison, group }).effects).toEqual([]);
    const seen = run([0], { worker: poison, group, isolation: 'read-uncommitted' });
    expect(seen.effects).toHaveLength(3);
  });

  it('are one with a batch, which publishes once', () => {
    const group = { listener: 'batch' };
    // The first is there alone; the others come together when it is over.
    expect(run([0, 1, 2], { group }).effects).toEqual(['parcel@12', 'parcel@24']);
  });
});

describe('a member that dies', () => {
  const died = (length: string) => [{ crash: 'worker', instances: 1, at: '7ms', for: length }];
  const two = { instances: 2 };

  it('leaves a transaction open that holds readers up until its time is over', () => {
    const late = run([0], { faults: died('1h'), worker: two });
    // The other one works on it from 1.1 s on; the first parcel is aborted at 5 s.
    expect(late.effects).toEqual(['parcel@5000']);
    const careless = run([0], {
      faults: died('1h'),
      worker: two,
      isolation: 'read-uncommitted',
    });
    expect(careless.effects).toEqual(['parcel@5', 'parcel@1105']);
  });

  it('aborts what it left open when it is back', () => {
    const { effects } = run([0], { faults: died('100ms'), group: { static: true } });
    expect(effects).toEqual(['parcel@119']);
  });

  it('waits for a coordinator to commit', () => {
    const faults = [{ 'coordinator-loss': 'orders', at: '1ms', for: '100ms' }];
    expect(run([0], { faults }).effects).toEqual(['parcel@101']);
  });
});

describe('exactly once', () => {
  const at = fc.integer({ min: 0, max: 500 }).map((ms) => `${ms}ms`);
  const length = fc.constantFrom('3ms', '200ms', '1500ms', '8s');
  const trouble = fc.oneof(
    fc.record({ crash: fc.constant('worker'), instances: fc.constantFrom(1, 2), at, for: length }),
    fc.record({ freeze: fc.constant('worker'), instances: fc.constantFrom(1, 2), at, for: length }),
    fc.record({ 'coordinator-loss': fc.constant('orders'), at, for: length }),
    fc.record({ 'broker-down': fc.constantFrom('orders', 'parcels'), at, for: length }),
    fc.record({
      'node-crash': fc.constant('parcels'),
      node: fc.constant(0),
      at,
      for: fc.constantFrom('1s', '20s'),
    }),
  );
  const times = Array.from({ length: 20 }, (_, n) => n * 20);
  const counts = (faults: readonly object[], parts: Parts) =>
    run(times, { faults, worker: { instances: 2 }, topic: { partitions: 2 }, ...parts });

  it('holds under any trouble of those in between', () => {
    fc.assert(
      fc.property(fc.array(trouble, { maxLength: 3 }), (faults) => {
        const { effects, answers, model } = counts(faults, {});
        const confirmed = answers.filter((each) => each.startsWith('ok')).length;
        expect(effects.length).toBe(confirmed);
        expect(model.exchange.requests.held).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('does not hold without transactions', () => {
    const search = fc.property(
      fc.array(trouble, { maxLength: 3 }),
      (faults) => counts(faults, { transactions: null }).effects.length <= times.length,
    );
    expect(fc.check(search, { numRuns: 200, seed: 7 }).failed).toBe(true);
  });
});
