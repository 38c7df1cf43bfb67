/** A request's work is done once (FC5), and the ledger says so. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

const retry = { attempts: 4, backoff: { constant: '50ms', jitter: 'none' } } as const;

/** A payment that takes 200 ms, charged after 150 ms, by a client that asks again each 100 ms. */
function charged(options: object | null, more: object = {}, clients: object = {}) {
  return trace({
    clients: { users: { calls: 'bank.pay', load: { times: ['0s'] }, ...clients } },
    services: {
      bank: {
        instances: 2,
        policies: options === null ? [] : [{ idempotency: options }],
        operations: { pay: [{ wait: '150ms' }, { effect: 'charge' }, { wait: '50ms' }] },
      },
    },
    policies: { 'users -> bank': [{ retry }, { timeout: '50ms' }] },
    ...more,
  } as Scenario);
}

describe('idempotency', () => {
  it('does not charge twice what is asked for again', () => {
    expect(charged(null).effects).toEqual(['charge@150', 'charge@250', 'charge@350', 'charge@450']);
    expect(charged({}).effects).toEqual(['charge@150']);
  });

  it('gives the first answer again once it is there; before, it is a conflict', () => {
    // Attempts at 0, then 50 ms after each end: a timeout at 50, a conflict at 100 and 150, the answer at 200.
    expect(charged({}).answers).toEqual(['ok@200']);
  });

  it('lets others wait for the answer', () => {
    expect(charged({ 'in-progress': 'wait' }).answers).toEqual(['ok@200']);
    expect(charged({ 'in-progress': 'wait' }).effects).toEqual(['charge@150']);
  });

  it('tells requests apart', () => {
    expect(charged({}, {}, { batch: 3 }).effects).toHaveLength(3);
  });

  it('helps only within one process when each has a table of its own', () => {
    // Round robin: attempts go to both instances in turn, and each charges once.
    expect(charged({ table: 'own' }).effects).toEqual(['charge@150', 'charge@250']);
  });

  it('forgets after its window', () => {
    const policies = {
      'users -> bank': [
        { retry: { ...retry, backoff: { constant: '300ms', jitter: 'none' } } },
        { timeout: '50ms' },
      ],
    };
    expect(charged({ window: '1s' }, { policies }).effects).toEqual(['charge@150']);
    expect(charged({ window: '100ms' }, { policies }).effects.length).toBeGreaterThan(1);
  });

  it('remembers failures only when told to', () => {
    const failing = (keeps: string) =>
      charged(
        { keeps },
        {
          services: {
            bank: {
              policies: [{ idempotency: { keeps } }],
              operations: { pay: [{ effect: 'tried' }, { fail: 1 }] },
            },
          },
        },
      ).effects.length;
    expect(failing('successes')).toBe(4);
    expect(failing('all')).toBe(1);
  });

  it('lets the work be done again after a crash in the middle of it', () => {
    const faults = [{ at: '40ms', for: '20ms', crash: 'bank' }];
    expect(charged({}, { faults }).effects).toEqual(['charge@240']);
  });

  it('blocks a key no longer than its lease when a process dies in silence', () => {
    const faults = [{ at: '40ms', for: '20ms', crash: 'bank', silent: true }];
    expect(charged({}, { faults }).effects).toEqual([]);
    expect(charged({ lease: '180ms' }, { faults }).effects).toEqual(['charge@350']);
    // A lease shorter than the work lets it be done twice.
    expect(charged({ lease: '80ms' }).effects.length).toBeGreaterThan(1);
  });
});
