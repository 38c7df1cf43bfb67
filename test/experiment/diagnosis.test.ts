import { describe, expect, it } from 'vitest';
import { Diagnosis, type Scenario, simulate } from '../../sim/index.js';

function diagnosisOf(scenario: Scenario): Diagnosis {
  try {
    simulate(scenario);
  } catch (error) {
    if (error instanceof Diagnosis) return error;
    throw error;
  }
  throw new Error('the run came to an end');
}

describe('models that get nowhere', () => {
  it('name the place where time stands still', () => {
    const diagnosis = diagnosisOf({
      run: { duration: '1s', replications: 1 },
      clients: { users: { calls: 'shop.buy', load: { users: { count: 1 } } } },
      services: { shop: { operations: { buy: [{ effect: 'sale' }] } } },
    });
    expect(diagnosis.message).toContain('time stands still');
    expect(diagnosis.place).toMatch(/shop|users/);
  });

  it('name the queue that grows without bound, before the memory is full', () => {
    const diagnosis = diagnosisOf({
      run: { duration: '1h', replications: 1, 'open-calls': 20_000 },
      clients: { users: { calls: 'front.go', load: '200/s' } },
      services: {
        front: { threads: 'unlimited', operations: { go: [{ call: 'back.go' }] } },
        back: { threads: 1, operations: { go: [{ work: '10ms' }] } },
      },
    });
    expect(diagnosis.place).toBe('back');
    expect(diagnosis.message).toMatch(/more than 20,000 calls are open at once after [\d.]+ s/);
    expect(diagnosis.message).toMatch(/[\d,]+ of them wait at back/);
  });

  it('name a broker whose backlog grows without bound', () => {
    const diagnosis = diagnosisOf({
      run: { duration: '1h', replications: 1, 'open-calls': 20_000 },
      clients: { users: { calls: 'front.go', load: '200/s' } },
      services: {
        front: { operations: { go: [{ publish: 'jobs' }] } },
        back: { threads: 1, operations: { go: [{ work: '10ms' }] } },
      },
      brokers: { jobs: { kind: 'queue', subscribers: { 'back.go': {} } } },
    });
    expect(diagnosis.place).toBe('jobs');
    expect(diagnosis.message).toMatch(/messages/);
  });

  it.each([
    { kind: 'log' },
    { kind: 'kafka' },
    { kind: 'rabbitmq' },
    { kind: 'rabbitmq-3', queue: 'classic' },
    { kind: 'sqs' },
    { kind: 'sqs-fifo' },
    { kind: 'jetstream' },
    { kind: 'redis-streams' },
    { kind: 'kinesis' },
    { kind: 'event-bus' },
  ])(
    'come to a diagnosis when $kind is fed faster than it is drained, whatever it is',
    (broker) => {
      const { place, message } = diagnosisOf({
        run: { duration: '1h', replications: 1, 'open-calls': 2000 },
        clients: { users: { calls: 'front.go', load: '200/s', keys: { uniform: 100 } } },
        services: {
          front: { threads: 'unlimited', operations: { go: [{ publish: 'jobs' }] } },
          back: { threads: 1, operations: { go: [{ work: '10ms' }] } },
        },
        brokers: { jobs: { ...broker, subscribers: { 'back.go': {} } } },
      } as Scenario);
      // A classic queue without a prefetch pushes all it has: it grows in the hands of the consumer.
      expect(place).toMatch(/jobs|back/);
      expect(message).toMatch(/more than 2,000 (messages are kept|calls are open) at once after/);
    },
  );
});
