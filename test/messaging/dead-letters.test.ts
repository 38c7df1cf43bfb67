import { describe, expect, it } from 'vitest';
import { messageDead, messageLate, messageReplayed } from '../../sim/messaging/message.js';
import type { Model } from '../../sim/scenario/model.js';
import { type Parts, run } from './stage.js';

const ONCE = { 'max-deliveries': 1 };
/** Fails until the cause is seen to after three seconds. */
const BROKEN = [{ errors: 'worker', rate: '100%', at: '0s', for: '3s' }];
const BROKERS = [
  { kind: 'queue' },
  { kind: 'log', partitions: 1, 'commit-every': '0s' },
  { kind: 'kafka', partitions: 1, linger: '0s', append: '0s', replicate: '0s' },
  { kind: 'kinesis', shards: 1, write: '0s' },
];

describe('a replay of dead letters', () => {
  it.each(BROKERS)('puts back what died in a $kind', (broker) => {
    const { effects, seen } = watch(broker, [1, 2], {
      subscriber: { ...ONCE, replay: '5s' },
      faults: BROKEN,
    });
    expect(effects).toHaveLength(2);
    for (const effect of effects) {
      const at = Number(effect.slice(4));
      expect(at).toBeGreaterThanOrEqual(5010);
      expect(at).toBeLessThan(6100);
    }
    expect(seen).toEqual({ dead: 2, replayed: 2, late: 0 });
  });

  it('may take its time', () => {
    const subscriber = { ...ONCE, replay: { at: '5s', rate: '10/s' } };
    const { effects } = watch({ kind: 'queue' }, [1, 2, 3], { subscriber, faults: BROKEN });
    expect(effects).toEqual(['job@5010', 'job@5110', 'job@5210']);
  });

  it('is in vain while the cause is there, and may be tried again', () => {
    const faults = [{ errors: 'worker', rate: '100%', at: '0s', for: '15s' }];
    const once = watch({ kind: 'queue' }, [1], { subscriber: { ...ONCE, replay: '5s' }, faults });
    expect(once.effects).toEqual([]);
    expect(once.model.exchange.requests.held).toBe(0);
    const replay = { at: '5s', every: '6s' };
    const again = watch({ kind: 'queue' }, [1], { subscriber: { ...ONCE, replay }, faults });
    expect(again.effects).toEqual(['job@17010']);
    expect(again.seen).toEqual({ dead: 3, replayed: 3, late: 0 });
  });

  it('is for the subscriber alone whose they are', () => {
    const { effects } = watch({ kind: 'queue' }, [1], {
      services: { other: { operations: { go: [{ effect: 'other' }] } } },
      brokers: {
        jobs: {
          kind: 'queue',
          subscribers: { 'worker.go': { ...ONCE, replay: '5s' }, 'other.go': {} },
        },
      },
      faults: BROKEN,
    });
    expect(effects).toEqual(['other@1', 'job@5010']);
  });
});

describe('a message that is late', () => {
  it('was worked on to the end for the first time after its time', () => {
    const subscriber = { concurrency: 1, 'late-after': '15ms' };
    expect(watch({ kind: 'queue' }, [0, 0, 0], { subscriber }).seen.late).toBe(2);
    expect(watch({ kind: 'nats' }, [0, 0, 0], { subscriber }).seen.late).toBe(2);
  });
});

function watch(broker: object, times: readonly number[], parts: Parts) {
  const seen = { dead: 0, replayed: 0, late: 0 };
  const count = ({ simulation: { probe } }: Model) => {
    probe.on(messageDead, () => seen.dead++);
    probe.on(messageReplayed, () => seen.replayed++);
    probe.on(messageLate, () => seen.late++);
  };
  return { ...run(broker, times, parts, count), seen };
}
