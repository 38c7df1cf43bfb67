import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import type { Scenario } from '../../sim/index.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { type Parts, run } from './stage.js';

const KAFKA = { kind: 'kafka', partitions: 1, linger: '0s', append: '0s', replicate: '0s' };
const TOPICS = { 'retry-topics': ['1s', '10s'], 'join-time': '0s', 'initial-delay': '0s' };
const POISON = { operations: { go: [{ effect: 'try' }, { wait: '10ms' }, { fail: 1 }] } };

function runs(times: readonly number[], parts: Parts = {}) {
  return run(KAFKA, times, { subscriber: TOPICS, ...parts });
}

describe('retry topics', () => {
  it('try what has failed after the first wait, then the second, then give it up', () => {
    const { effects, model } = runs([0], { worker: POISON });
    expect(effects).toEqual(['try@0', 'try@1010', 'try@11020']);
    expect(model.exchange.requests.held).toBe(0);
  });

  it('send what is given up where dead letters go', () => {
    const { effects } = runs([0], {
      worker: POISON,
      subscriber: { ...TOPICS, 'dead-letters': 'attic' },
      services: { keeper: { operations: { keep: [{ effect: 'kept' }] } } },
      brokers: { attic: { kind: 'queue', subscribers: { 'keeper.keep': {} } } },
    });
    expect(effects.at(-1)).toBe('kept@11030');
  });

  it('let what came later go on, where retries on the spot hold it up', () => {
    const faults = [{ errors: 'worker', rate: '100%', at: '0s', for: '5ms' }];
    expect(runs([1, 10, 20], { faults }).effects).toEqual(['job@20', 'job@30', 'job@1011']);
    const blocking = { 'redeliver-after': '1s' };
    expect(run(KAFKA, [1, 10, 20], { faults, subscriber: blocking }).effects).toEqual([
      'job@1011',
      'job@1021',
      'job@1031',
    ]);
  });

  it('give up the order within a key, and say so', () => {
    const scenario = {
      run: { duration: '10s', warmup: '0s', replications: 1 },
      clients: {
        user: { calls: 'front.go', load: { times: ['1ms', '10ms'] }, keys: { uniform: 1 } },
      },
      services: {
        front: { operations: { go: [{ publish: 'jobs' }] } },
        worker: { operations: { go: [{ wait: '1ms' }] } },
      },
      brokers: { jobs: { ...KAFKA, subscribers: { 'worker.go': TOPICS } } },
      faults: [{ errors: 'worker', rate: '100%', at: '0s', for: '5ms' }],
    } as unknown as Scenario;
    const variant = compile(fromObject(scenario), ['']).variants[0] as Variant;
    const { subscriptions } = runOnce(variant, { replication: 0 });
    expect(subscriptions['jobs -> worker.go']).toMatchObject({
      published: 2,
      acknowledged: 2,
      deliveries: 3,
      outOfOrder: 1,
      backlogAtEnd: 0,
    });
  });

  it('go on with the member that reads the partition after a death', () => {
    const faults = [
      { errors: 'worker', rate: '100%', at: '0s', for: '5ms' },
      { crash: 'worker', instances: 1, at: '1005ms', for: '1h' },
    ];
    const { effects } = runs([1], {
      faults,
      worker: { instances: 2 },
      subscriber: { ...TOPICS, 'session-timeout': '2s', 'heartbeat-interval': '100ms' },
    });
    // In the dead member's hands from 1001 ms on; given up at 3005 ms, and the other has joined by its next heartbeat.
    expect(effects).toEqual(['job@3110']);
  });

  it('wait for a broker that is down', () => {
    const faults = [
      { errors: 'worker', rate: '100%', at: '0s', for: '5ms' },
      { 'broker-down': 'jobs', at: '500ms', for: '4s' },
    ];
    expect(runs([1], { faults }).effects).toEqual(['job@4510']);
  });
});
