import { describe, expect, test } from 'vitest';
import { normalForm, plan } from '../../sim/experiment/experiment.js';
import { fromObject, fromText, type Input, strategiesOf } from '../../sim/scenario/compile.js';
import { printed, textOf } from '../../sim/scenario/print.js';
import { examples } from '../examples.js';
import { scenarioFiles } from '../scenarios.js';

/** What is printed of a scenario, and the normal forms of it and of what is read from the print. */
function printedAndRead(input: Input, strategy = '') {
  const [variant] = plan(input, { strategies: [strategy] }).variants;
  if (variant === undefined) throw new Error('no variant');
  const text = textOf(printed(variant.tree));
  const [again] = plan(fromText(text, 'printed'), { strategies: [''] }).variants;
  if (again === undefined) throw new Error('nothing printed');
  return { text, before: normalForm(variant), after: normalForm(again) };
}

describe('a printed scenario is read as what it was', () => {
  test.each(scenarioFiles('gallery', 'validation'))('$name', ({ text, name }) => {
    const input = fromText(text, name);
    for (const strategy of ['', ...strategiesOf(input)]) {
      const { before, after } = printedAndRead(input, strategy);
      expect(after).toBe(before);
    }
  });

  test.each(examples())('$catalogue $kind', ({ scenario }) => {
    const { before, after } = printedAndRead(fromObject(scenario as never));
    expect(after).toBe(before);
  });

  test('whatever its texts look like', () => {
    const odd = ['a: b', '# no', "it's", '- x', 'yes', '1', 'ä ö', '{', '*a', 'two\nlines', ' x '];
    for (const text of odd) {
      const { before, after } = printedAndRead(
        fromObject({
          name: text,
          question: `${text}!`,
          clients: { users: { calls: 'shop.buy', load: '1/s' } },
          services: { shop: { operations: { buy: [{ work: '1ms' }] } } },
        }),
      );
      expect(after).toBe(before);
    }
  });
});

const SMALL = `
clients: { users: { calls: shop.buy, load: 5/s } }
services:
  shop: { operations: { buy: [ { work: 1ms } ] } }
strategies:
  wide: { services: { shop: { threads: 9 } } }
`;

test('what is not written has a comment that says where it is from', () => {
  const { text } = printedAndRead(fromText(SMALL, 'small'), 'wide');
  expect(text).toMatch(/^ {4}threads: 9 +# from strategy wide$/m);
  expect(text).toMatch(/^ {4}instances: 1 +# default: Running copies$/m);
  expect(text).toMatch(/^ {4}load: \{ poisson: \{ rate: 5\/s \} \}$/m);
  const { text: plain } = printedAndRead(fromText(SMALL, 'small'));
  expect(plain).toMatch(/^ {4}threads: 200 +# default: Apache Tomcat maxThreads$/m);
});

const STRATEGIES = `
clients: { users: { calls: shop.buy, load: 5/s } }
services:
  shop: { operations: { buy: [ { work: 1ms } ] } }
strategies:
  plain: {}
  other:
    balancing: { users -> shop: random }
    services: { shop: { queue: { discipline: codel }, policies: [ adaptive-concurrency: vegas, load-shed: 4 ] } }
    outliers: { users -> shop: {} }
`;

test('what a strategy changes is told as it may be written', () => {
  const { variants } = plan(fromText(STRATEGIES, 'some'), {});
  expect(variants.map(({ changes }) => changes)).toEqual([
    [],
    [
      'balancing.users -> shop: random',
      'services.shop.queue.discipline: codel',
      'services.shop.policies: [adaptive-concurrency: vegas, load-shed: 4]',
      'outliers.users -> shop: {}',
    ],
  ]);
});
