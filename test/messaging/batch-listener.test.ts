import { describe, expect, it } from 'vitest';
import { messageDead } from '../../sim/messaging/message.js';
import { type Parts, run } from './stage.js';

const KAFKA = { kind: 'kafka', partitions: 1, linger: '5ms', append: '0s', replicate: '0s' };
const BATCH = { listener: 'batch', commit: 'batch', 'initial-delay': '0s', 'join-time': '0s' };
const FOUR = [0, 1, 2, 3];

function runs(parts: Parts = {}, subscriber: object = {}, broker: object = KAFKA) {
  let dead = 0;
  const own = { subscriber: { ...BATCH, ...subscriber }, ...parts };
  const ran = run(broker, FOUR, own, ({ simulation: { probe } }) =>
    probe.on(messageDead, () => dead++),
  );
  return { ...ran, dead };
}

/** The effects of a worker of which the given share fails. */
function failing(share: number, subscriber: object) {
  const worker = { operations: { go: [{ wait: '10ms' }, { fail: share }, { effect: 'job' }] } };
  return runs({ worker }, { 'redeliver-after': '100ms', ...subscriber });
}

describe('a batch listener', () => {
  it('works once on all that a poll has brought, for every record', () => {
    expect(runs().effects).toEqual(['job@15', 'job@15', 'job@15', 'job@15']);
    expect(runs({}, { listener: 'record' }).effects).toEqual([
      'job@15',
      'job@25',
      'job@35',
      'job@45',
    ]);
  });

  it('calls other services once, which act for every record too', () => {
    const { effects } = runs({
      worker: { operations: { go: [{ call: 'store.save' }] } },
      services: { store: { operations: { save: [{ wait: '7ms' }, { effect: 'row' }] } } },
    });
    expect(effects).toEqual(['row@12', 'row@12', 'row@12', 'row@12']);
  });

  it('gets all of the batch again when one record fails, and what succeeded succeeds twice', () => {
    const { effects, dead } = failing(0.4, { 'max-deliveries': 100 });
    expect(effects.length).toBeGreaterThan(4);
    expect(dead).toBe(0);
  });

  it('gets the rest again from the first that failed, where it says which', () => {
    const all = failing(0.4, { 'max-deliveries': 100 }).effects.length;
    const rest = failing(0.4, { 'max-deliveries': 100, 'batch-retry': 'rest' });
    expect(rest.effects.length).toBeGreaterThanOrEqual(4);
    expect(rest.effects.length).toBeLessThan(all);
    expect(rest.dead).toBe(0);
  });

  it('gives all of the batch up after too many tries, or one record after the other', () => {
    const { dead, model } = failing(1, { 'max-deliveries': 3 });
    expect(dead).toBe(4);
    expect(model.exchange.requests.held).toBe(0);
    const rest = failing(1, { 'max-deliveries': 3, 'batch-retry': 'rest' });
    expect(rest.dead).toBe(4);
    expect(rest.model.exchange.requests.held).toBe(0);
  });

  it('does the whole batch again when it dies, and only what it does not remember', () => {
    const faults = [{ crash: 'worker', at: '16ms', for: '100ms' }];
    const twice = { commit: 'auto', 'session-timeout': '1s' };
    expect(runs({ faults }, twice).effects).toHaveLength(8);
    expect(runs({ faults }, { ...twice, deduplicate: '1h' }).effects).toHaveLength(4);
  });

  it('answers every request of the batch', () => {
    const { answers } = runs({ publish: [{ request: 'jobs' }] });
    expect(answers).toEqual(['ok@15', 'ok@15', 'ok@15', 'ok@15']);
  });

  it('reads from Kinesis too', () => {
    const kinesis = { kind: 'kinesis', shards: 1, write: '0s' };
    const listener = { listener: 'batch' };
    const { effects } = run(kinesis, FOUR, { subscriber: listener });
    // Workers poll once in a second.
    expect(effects).toEqual(['job@1010', 'job@1010', 'job@1010', 'job@1010']);
  });
});
