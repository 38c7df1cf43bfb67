import { describe, expect, it } from 'vitest';
import type { Message } from '../../sim/messaging/message.js';
import { isBound } from '../../sim/messaging/queue/bindings.js';
import { Ready } from '../../sim/messaging/queue/ready.js';
import { run } from './stage.js';

const RABBIT = { kind: 'rabbitmq', write: '2ms' };
const POISON = { operations: { go: [{ effect: 'try' }, { wait: '1ms' }, { fail: 1 }] } };

describe('an exchange', () => {
  it('routes by the same key, by patterns of words, or to everybody', () => {
    expect(isBound('direct', 'a.b', 'a.b')).toBe(true);
    expect(isBound('direct', '#', 'a.b')).toBe(false);
    expect(isBound('fanout', 'x', 'a.b')).toBe(true);
    // The examples of RabbitMQ tutorial 5.
    expect(isBound('topic', '*.orange.*', 'quick.orange.rabbit')).toBe(true);
    expect(isBound('topic', 'lazy.#', 'lazy.orange.male.rabbit')).toBe(true);
    expect(isBound('topic', '*.orange.*', 'quick.orange.male.rabbit')).toBe(false);
    expect(isBound('topic', '*.*.rabbit', 'quick.brown.fox')).toBe(false);
    expect(isBound('topic', 'lazy.#', 'lazy')).toBe(true);
    expect(isBound('topic', '#', '')).toBe(true);
  });

  it('gives a message to the queues that are bound to its key', () => {
    const { effects } = run(
      {
        ...RABBIT,
        exchange: 'topic',
        subscribers: { 'worker.go': { binding: 'order.*' }, 'audit.note': { binding: '#' } },
      },
      [0],
      {
        publish: [
          { publish: 'jobs', 'routing-key': 'order.paid' },
          { publish: 'jobs', 'routing-key': 'user.left' },
        ],
        services: { audit: { operations: { note: [{ effect: 'note' }] } } },
      },
    );
    expect(effects).toEqual(['note@2', 'note@4', 'job@12']);
  });
});

describe('confirms', () => {
  it('come after a write, which takes everything that waits', () => {
    // The first is written alone; the two that come meanwhile are written together.
    expect(run(RABBIT, [0, 1, 1]).answers).toEqual(['ok@2', 'ok@4', 'ok@4']);
  });

  it('take as much longer as the disk is slower', () => {
    const faults = [{ 'slow-disk': 'jobs', node: 0, factor: 10, at: '0s' }];
    expect(run(RABBIT, [1], { faults }).answers).toEqual(['ok@21']);
  });
});

describe('credit flow', () => {
  it('holds a connection back that has too much under way, before any alarm', () => {
    const flow = { ...RABBIT, credit: 1 };
    expect(run(flow, [0, 0, 0]).answers).toEqual(['ok@2', 'ok@4', 'ok@6']);
    // Each instance has a connection of its own.
    const services = { front: { instances: 3, operations: { go: [{ publish: 'jobs' }] } } };
    expect(run(flow, [0, 0, 0], { services }).answers).toEqual(['ok@2', 'ok@4', 'ok@4']);
  });

  it('gives back the credit of a publisher that left, and forgets those that waited and left', () => {
    const policies = { 'front -> jobs': [{ timeout: '1ms' }] };
    const { answers } = run({ ...RABBIT, credit: 1 }, [0, 0, 5], { policies });
    expect(answers).toEqual(['timeout@1', 'timeout@1', 'timeout@6']);
    const slow = { ...RABBIT, credit: 1, write: '500us' };
    expect(run(slow, [0, 0, 5], { policies }).answers).toEqual(['ok@0.5', 'timeout@1', 'ok@5.5']);
  });
});

describe('prefetch', () => {
  it('is how many messages a consumer has in hand', () => {
    const worker = { threads: 10 };
    expect(run(RABBIT, [0, 0, 0], { worker, subscriber: { prefetch: 1 } }).effects).toEqual([
      'job@12',
      'job@22',
      'job@32',
    ]);
    // Written at 2 ms and, two of them together, at 4 ms.
    expect(run(RABBIT, [0, 0, 0], { worker }).effects).toEqual(['job@12', 'job@14', 'job@14']);
  });
});

describe('a message that cannot be processed', () => {
  it('is delivered once and twenty times again by a quorum queue of release 4', () => {
    expect(run(RABBIT, [0], { worker: POISON }).effects).toHaveLength(21);
  });

  it('comes again for ever in release 3.13, and in classic queues', () => {
    for (const broker of [
      { ...RABBIT, kind: 'rabbitmq-3' },
      { ...RABBIT, queue: 'classic' },
    ]) {
      const faults = [{ crash: 'worker', at: '500ms', for: '2h' }];
      expect(run(broker, [0], { worker: POISON, faults }).effects.length).toBeGreaterThan(400);
    }
  });

  it('is in its old place in a classic queue, behind those that came back earlier in a quorum queue', () => {
    const message = (serial: number) => ({ serial, key: -1 }) as Message;
    const takenAfter = (place: 'original' | 'returned') => {
      const ready = new Ready();
      ready.add(message(3), 'back');
      ready.add(message(2), place);
      ready.add(message(1), place);
      return [1, 2, 3].map(() => ready.take()?.serial);
    };
    expect(takenAfter('original')).toEqual([1, 2, 3]);
    expect(takenAfter('returned')).toEqual([2, 1, 3]);
  });

  it('is a dead letter at once when it is rejected without requeueing', () => {
    const { effects } = run(RABBIT, [0], {
      worker: POISON,
      subscriber: { reject: 'dead-letter', 'dead-letters': 'attic' },
      services: { keeper: { operations: { keep: [{ effect: 'kept' }] } } },
      brokers: { attic: { kind: 'queue', subscribers: { 'keeper.keep': {} } } },
    });
    expect(effects).toEqual(['try@2', 'kept@3']);
  });
});

describe('limits', () => {
  const slow = { subscriber: { prefetch: 1 }, worker: { threads: 1 } };

  it('a message that waits too long expires, and may go where dead letters go', () => {
    const { effects } = run({ ...RABBIT, 'message-ttl': '5ms' }, [0, 1], {
      subscriber: { prefetch: 1, 'dead-letters': 'attic' },
      services: { keeper: { operations: { keep: [{ effect: 'kept' }] } } },
      brokers: { attic: { kind: 'queue', subscribers: { 'keeper.keep': {} } } },
    });
    expect(effects).toEqual(['kept@9', 'job@12']);
  });

  it('a full queue drops its oldest, or turns the publisher away', () => {
    const dropping = run({ ...RABBIT, 'max-length': 1 }, [0, 3, 6], slow);
    expect(dropping.answers).toEqual(['ok@2', 'ok@5', 'ok@8']);
    expect(dropping.effects).toHaveLength(2);
    const classic = { ...RABBIT, queue: 'classic', 'max-length': 1, overflow: 'reject-publish' };
    expect(run(classic, [0, 3, 6], slow).answers).toEqual(['ok@2', 'ok@5', 'queue-full@8']);
  });

  it('a quorum queue takes one too many, and opens again when it is down to four fifths', () => {
    const quorum = { ...RABBIT, 'max-length': 5, overflow: 'reject-publish' };
    // One in hand; the five that come at once are written together, and the sixth of them is over the bound.
    const { answers } = run(quorum, [0, 4, 4, 4, 4, 4, 4, 9, 19, 29], slow);
    const ends = answers.map((each) => each.slice(0, each.indexOf('@')));
    expect(ends).toEqual([...Array(7).fill('ok'), 'queue-full', 'queue-full', 'ok']);
  });

  it('an alarm holds publishers up until consumers have made room', () => {
    const broker = { ...RABBIT, memory: '2KiB', watermark: '100%' };
    const { answers, effects } = run(broker, [0, 0, 5], slow);
    expect(answers).toEqual(['ok@2', 'ok@4', 'ok@14']);
    expect(effects).toEqual(['job@12', 'job@22', 'job@32']);
  });
});

describe('consumers', () => {
  it('get back what a dead one had in hand at once, and what a frozen one had after a minute', () => {
    const worker = { instances: 2 };
    const died = [{ crash: 'worker', instances: 1, at: '5ms', for: '2h' }];
    expect(run(RABBIT, [0], { worker, faults: died }).effects).toEqual(['job@15']);
    const froze = [{ freeze: 'worker', instances: 1, at: '5ms', for: '10m' }];
    expect(run(RABBIT, [0], { worker, faults: froze }).effects).toEqual([
      'job@60015',
      'job@600012',
    ]);
  });

  it('that come back before their death was noticed get what they had in hand once more', () => {
    const faults = [{ crash: 'worker', silent: true, at: '5ms', for: '100ms' }];
    expect(run(RABBIT, [0], { faults }).effects).toEqual(['job@115']);
  });

  it('lose what was acknowledged before the work', () => {
    const faults = [{ crash: 'worker', at: '5ms', for: '100ms' }];
    expect(run(RABBIT, [0, 0], { subscriber: { acknowledge: 'before' }, faults }).effects).toEqual(
      [],
    );
  });
});

describe('a node that dies', () => {
  const faults = [{ 'node-crash': 'jobs', node: 0, at: '1ms', for: '10m' }];

  it('cuts publishers off, and a second later another one leads a quorum queue', () => {
    const { answers } = run(RABBIT, [0, 500, 1500], { faults });
    expect(answers).toEqual(['reset@1', 'unavailable@500', 'ok@1502']);
  });

  it('takes a classic queue with it until it is back', () => {
    const { answers } = run({ ...RABBIT, queue: 'classic' }, [0, 1500, 700_000], { faults });
    expect(answers).toEqual(['reset@1', 'unavailable@1500', 'ok@700002']);
  });

  it('leaves a quorum queue without a majority when another one is dead', () => {
    const both = [...faults, { 'node-crash': 'jobs', node: 1, at: '10s', for: '10m' }];
    const { answers } = run(RABBIT, [5000, 20_000, 700_000], { faults: both });
    expect(answers).toEqual(['ok@5002', 'unavailable@20000', 'ok@700002']);
  });

  it('makes consumers work again on what they had in hand', () => {
    const late = [{ 'node-crash': 'jobs', node: 0, at: '5ms', for: '10m' }];
    expect(run(RABBIT, [0], { faults: late }).effects).toEqual(['job@12', 'job@1015']);
  });
});
