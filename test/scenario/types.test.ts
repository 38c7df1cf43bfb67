import { expect, test } from 'vitest';
import { defineScenario } from '../../sim/index.js';

test('scenarios in TypeScript are checked as they are typed', () => {
  const scenario = defineScenario({
    run: { duration: '10s' },
    clients: { users: { calls: 'shop.buy', load: '100/s', patience: '1s' } },
    services: {
      shop: {
        threads: 'unlimited',
        queue: 10,
        operations: {
          buy: [{ work: { exponential: '5ms' } }, { call: 'stock.reserve', optional: true }],
        },
      },
      stock: { operations: { reserve: [{ work: '1ms' }] } },
    },
    policies: {
      'shop -> stock': [{ retry: 3 }, 'cache', { timeout: { after: '1s' } }],
    },
    faults: [{ slow: 'stock', factor: 3, at: '2s', for: '1s' }],
    strategies: {
      plain: null,
      patient: { policies: { 'shop -> stock': null }, services: { shop: { threads: 3 } } },
    },
  });
  expect(Object.keys(scenario.services)).toEqual(['shop', 'stock']);
  defineScenario({
    // @ts-expect-error a duration needs its unit
    run: { duration: 10 },
    clients: { users: { calls: 'shop.buy', load: '100/s' } },
    services: {
      shop: {
        // @ts-expect-error a misspelt key
        thread: 10,
        operations: { buy: [] },
      },
    },
  });
});
