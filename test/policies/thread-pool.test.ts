/** Threads in the order of the JDK (BH1): core, queue, further ones up to the most. */
import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

const callee = [{ after: 100 }];

function pooled(options: object, calls: readonly number[], more = {}): string[] {
  return ends(play({ policies: [{ 'thread-pool': options }], calls, callee, ...more }));
}

describe('thread pool', () => {
  it('starts further threads only when the queue is full: who waits is overtaken', () => {
    expect(pooled({ core: 1, max: 2, queue: 1 }, [0, 1, 2, 3])).toEqual([
      'ok@100',
      'ok@200',
      'ok@102',
      'bulkhead-full@3',
    ]);
  });

  it('hands over directly without a queue', () => {
    expect(pooled({ core: 1, max: 2 }, [0, 1, 2])).toEqual(['ok@100', 'ok@101', 'bulkhead-full@2']);
    expect(pooled({ core: 2 }, [0, 1, 2, 101])).toEqual([
      'ok@100',
      'ok@101',
      'bulkhead-full@2',
      'ok@201',
    ]);
  });

  it('gives a call to an idle thread before it queues', () => {
    // The further thread is idle from 100 on; the first one has taken the call in line, and is busy until 200.
    const options = { core: 1, max: 2, queue: 1, 'keep-alive': '60ms' };
    expect(pooled(options, [0, 0, 0, 150, 151]).slice(3)).toEqual(['ok@250', 'ok@300']);
    // After 160 it has ended: the next call waits, and the one after it gets a new thread.
    expect(pooled(options, [0, 0, 0, 165, 166]).slice(3)).toEqual(['ok@300', 'ok@266']);
  });

  it('forgets those who leave, in line and running', () => {
    const leaves = [
      [1, 20],
      [0, 50],
    ];
    expect(pooled({ core: 1, queue: 2 }, [0, 1, 2], { leaves })).toEqual([
      'cancelled@50',
      'cancelled@20',
      'ok@150',
    ]);
  });
});
