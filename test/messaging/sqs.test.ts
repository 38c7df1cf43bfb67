import { describe, expect, it } from 'vitest';
import { run } from './stage.js';

const SQS = { kind: 'sqs', send: '5ms' };
const FIFO = { ...SQS, kind: 'sqs-fifo' };
const WORKER = (steps: readonly object[]) => ({ operations: { go: steps } });

describe('a standard queue', () => {
  it('is slow to send to', () => {
    const { answers, effects } = run(SQS, [0]);
    expect(answers).toEqual(['ok@5']);
    expect(effects).toEqual(['job@15']);
  });

  it('shows a message again while it is still being worked on', () => {
    const worker = WORKER([{ wait: '40s' }, { effect: 'job' }]);
    // Received at 0 and 30 s, and deleted at 40 s by the first receipt; a FIFO queue does not take that one any more.
    expect(run(SQS, [0], { worker }).effects).toEqual(['job@40005', 'job@70005']);
    const parts = { worker, subscriber: { 'max-receives': 3 }, user: { keys: { uniform: 1 } } };
    expect(run(FIFO, [0], parts).effects).toEqual(['job@40005', 'job@70005', 'job@100005']);
  });

  it('gives back what failed or died only when it becomes visible again', () => {
    const worker = WORKER([{ effect: 'try' }, { wait: '1s' }, { fail: 1 }]);
    const failed = run(SQS, [0], { worker, subscriber: { 'max-receives': 2 } });
    expect(failed.effects).toEqual(['try@5', 'try@30005']);
    const faults = [{ crash: 'worker', instances: 1, at: '10ms', for: '1h' }];
    const died = run(SQS, [0], { worker: { instances: 2 }, faults });
    expect(died.effects).toEqual(['job@30015']);
  });

  it('hides new messages for a while when told to', () => {
    expect(run({ ...SQS, delay: '1m' }, [0]).effects).toEqual(['job@60015']);
  });

  it('hands out no more than may be in flight', () => {
    const subscriber = { 'in-flight': 1 };
    expect(run(SQS, [0, 0], { subscriber }).effects).toEqual(['job@15', 'job@25']);
  });
});

describe('a FIFO queue', () => {
  it('keeps the order in a group and lets groups pass each other', () => {
    const keyed = (count: number) => ({ user: { keys: { uniform: count } } });
    expect(run(FIFO, [0, 0, 0], keyed(1)).effects).toEqual(['job@15', 'job@25', 'job@35']);
    const many = run(FIFO, [0, 0, 0], keyed(1_000_000));
    expect(many.effects).toEqual(['job@15', 'job@15', 'job@15']);
  });

  it('stops a group whose first message fails, for as long as it comes back', () => {
    const worker = WORKER([{ effect: 'try' }, { fail: 1 }]);
    const subscriber = { 'max-receives': 2 };
    const { effects } = run(FIFO, [0, 0], { worker, subscriber, user: { keys: { uniform: 1 } } });
    expect(effects).toEqual(['try@5', 'try@30005', 'try@60005', 'try@90005']);
  });

  it('drops a message that is sent again within five minutes', () => {
    const twice = [
      { publish: 'jobs' },
      { wait: '1m' },
      { publish: 'jobs' },
      { wait: '5m' },
      { publish: 'jobs' },
    ];
    const { effects } = run(FIFO, [0], { publish: twice, user: { keys: { uniform: 1 } } });
    expect(effects).toEqual(['job@15', 'job@360025']);
  });

  it('takes so many a second, and turns away what is more', () => {
    const user = { keys: { uniform: 5 } };
    const { answers } = run({ ...FIFO, 'send-rate': '2/s' }, [0, 0, 0, 600], { user });
    expect([...answers].sort()).toEqual(['ok@5', 'ok@5', 'ok@605', 'rate-limited@0']);
  });
});
