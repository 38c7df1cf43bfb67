import { describe, expect, it } from 'vitest';
import { run } from './stage.js';

const QUEUE = { kind: 'queue' };

/** Slower than the time to acknowledge: a second consumer gets the message while the first is at work. */
const SLOW = {
  instances: 2,
  operations: { go: [{ wait: '30ms' }, { effect: 'job' }, { wait: '30ms' }] },
};
const HASTY = { 'acknowledge-within': '20ms', 'max-deliveries': 2 };

describe('consumers that remember', () => {
  it('note what they have done together with its effect: the second of two at work finds the note', () => {
    const forgetful = run(QUEUE, [0], { worker: SLOW, subscriber: HASTY });
    expect(forgetful.effects).toEqual(['job@30', 'job@50']);
    const subscriber = { ...HASTY, deduplicate: '1h' };
    expect(run(QUEUE, [0], { worker: SLOW, subscriber }).effects).toEqual(['job@30']);
  });

  it('find the note when the acknowledgement has not come through', () => {
    // Acknowledged at 60 ms, known to the broker at 110 ms; at 20 + 50 ms it is there again.
    const network = { 'jobs -> worker': '50ms' };
    const subscriber = { 'acknowledge-within': '100ms', 'max-deliveries': 2, deduplicate: '1h' };
    const { effects } = run(QUEUE, [0], { subscriber, network });
    expect(effects).toEqual(['job@60']);
  });

  it('let an effect take place twice in one piece of work, and again when they have forgotten', () => {
    const worker = {
      instances: 2,
      operations: { go: [{ repeat: 2, steps: [{ effect: 'job' }] }, { wait: '60ms' }] },
    };
    const subscriber = { ...HASTY, deduplicate: '1h' };
    expect(run(QUEUE, [0], { worker, subscriber }).effects).toEqual(['job@0', 'job@0']);
    const short = { ...HASTY, deduplicate: '10ms' };
    expect(run(QUEUE, [0], { worker, subscriber: short }).effects).toHaveLength(4);
  });

  it('cannot take back what another service did for them', () => {
    const { effects } = run(QUEUE, [0], {
      worker: { instances: 2, operations: { go: [{ call: 'bank.pay' }, { wait: '60ms' }] } },
      services: { bank: { operations: { pay: [{ effect: 'payment' }] } } },
      subscriber: { ...HASTY, deduplicate: '1h' },
    });
    expect(effects).toEqual(['payment@0', 'payment@20']);
  });
});
