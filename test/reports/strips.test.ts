/** What the timeline says of breakers and of instances that were ejected. */
import { expect, it } from 'vitest';
import { plain } from '../../reports/document/phrase.js';
import { timeline } from '../../reports/figures/timeline.js';
import { compare } from '../../sim/index.js';

const SCENARIO = `
run: { duration: 60s, warmup: 0s, replications: 1 }
clients: { users: { calls: shop.buy, load: { constant: 50/s } } }
services: { shop: { instances: 4, threads: unlimited, operations: { buy: [ wait: 5ms ] } } }
faults: [ { at: 10s, for: 10s, errors: shop, rate: 100%, instances: 1 } ]
strategies:
  plain: {}
  eject: { outliers: { users -> shop: { most: 25%, eject-for: 30s } } }
  careful: { outliers: { users -> shop: { most: 0% } } }
  breaker: { policies: { users -> shop: [ circuit-breaker: { trip: { consecutive: 2 } } ] } }
`;

it('who was ejected how often, and how often breakers opened', () => {
  const result = compare(SCENARIO, {});
  const [figure] = timeline.of(result);
  const words = figure?.words.map(plain).filter((each) => each.startsWith('the '));
  expect(words).toEqual([
    'the outliers of eject at users -> shop ejected instances once, most often instance 1 (once)',
    'the outliers of careful at users -> shop never ejected an instance',
    'the circuit-breaker of breaker at users -> shop never opened',
  ]);
  expect(figure?.caption).toContain(
    'the larger the share of breakers that are open, or of instances that are ejected.',
  );
  const ejected = result.strategies[1]?.policies.find(({ instance }) => instance === 1);
  // From the fifth failure in a row, before 10.5 s, to the sweep at 50 s.
  const out = ejected?.states.ejected?.mean.filter((share) => share === 1).length ?? 0;
  expect(out / 4).toBe(39.5);
});
