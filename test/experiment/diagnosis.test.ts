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
});
