import { expect, test } from 'vitest';
import { plan } from '../../sim/experiment/experiment.js';
import { fromObject, type Variant } from '../../sim/scenario/compile.js';
import { routesOf } from '../../sim/scenario/routes.js';

test('every way a call can take is told once, with the pattern that holds on it', () => {
  const { variants } = plan(
    fromObject({
      clients: { users: { calls: 'shop.buy', load: '1/s' } },
      services: {
        shop: { operations: { buy: [{ call: 'stock.reserve' }, { call: 'stock.look' }] } },
        stock: { operations: { reserve: [{ work: '1ms' }], look: [{ work: '1ms' }] } },
      },
      brokers: { later: { kind: 'queue', subscribers: { 'stock.reserve': {} } } },
      network: { default: '1ms', '* -> stock': '2ms' },
      balancing: { 'users -> shop': 'random' },
      policies: {
        default: [{ timeout: '1s' }],
        'shop -> stock.reserve': [{ fallback: { publish: 'later' } }],
      },
    }),
  );
  const routes = routesOf(variants[0] as Variant);
  const told = routes.map(({ from, to, policies, network, balancing }) =>
    [`${from} -> ${to}`, policies ?? '-', network ?? '-', balancing ?? '-'].join(' | '),
  );
  expect(told).toEqual([
    'users -> shop.buy | default | default | users -> shop',
    'shop -> stock.reserve | shop -> stock.reserve | * -> stock | -',
    'shop -> later | default | default | -',
    'shop -> stock.look | default | * -> stock | -',
    'later -> stock.reserve | default | * -> stock | -',
  ]);
});
