import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../sim/scenario/json-schema.js';
import { examples } from '../examples.js';
import { scenarioFiles } from '../scenarios.js';

const schema = jsonSchema();
const isGood = new Ajv2020({ allowUnionTypes: true }).compile(schema as object);

function problems(scenario: unknown): string {
  return isGood(scenario) ? '' : JSON.stringify(isGood.errors?.at(-1));
}

test('the committed schema is up to date; --update makes it so', async () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../scenario.schema.json');
});

test('every definition is used and every reference defined', () => {
  const text = JSON.stringify(schema);
  const used = new Set([...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(schema.$defs ?? {}).sort());
});

describe('accepts', () => {
  test.each(scenarioFiles('gallery', 'validation'))('$name', ({ text }) => {
    expect(problems(parse(text, { maxAliasCount: -1 }))).toBe('');
  });

  test.each(examples())('the example of $catalogue $kind', ({ scenario }) => {
    expect(problems(scenario)).toBe('');
  });
});

const GOOD = {
  clients: { users: { calls: 'shop.buy', load: '5/s' } },
  services: { shop: { operations: { buy: [{ work: '1ms' }] } } },
};
const policies = (policy: unknown) => ({ ...GOOD, policies: { default: [policy] } });

describe('accepts shorthand:', () => {
  test.each([
    [
      'a mix of operations',
      { ...GOOD, clients: { users: { calls: { 'shop.buy': 1 }, load: '5/s' } } },
    ],
    ['a bare kind', policies('retry')],
    ['a main option', policies({ retry: 5 })],
    [
      'a queue by its capacity',
      { ...GOOD, services: { shop: { ...GOOD.services.shop, queue: 5 } } },
    ],
    ['a link by its latency', { ...GOOD, network: { default: '1ms' } }],
    ['a strategy without changes', { ...GOOD, strategies: { plain: null, same: {} } }],
    [
      'parts in a strategy',
      { ...GOOD, strategies: { wide: { services: { shop: { threads: 5 } } } } },
    ],
    [
      'null in a strategy',
      { ...GOOD, strategies: { bare: { services: { shop: { queue: null } } } } },
    ],
  ])('%s', (_, scenario) => {
    expect(problems(scenario)).toBe('');
  });
});

describe('refuses', () => {
  test.each([
    ['a missing section', { clients: GOOD.clients }],
    ['a misspelt key', { ...GOOD, client: {} }],
    ['a duration without a unit', { ...GOOD, run: { duration: 5 } }],
    ['an unknown policy', policies({ rety: {} })],
    ['two policies in one', policies({ retry: 3, timeout: '1s' })],
    ['an option out of bounds', policies({ retry: { attempts: 0 } })],
    ['objectives in a strategy', { ...GOOD, strategies: { odd: { objectives: [] } } }],
    ['a misspelt key in a strategy', { ...GOOD, strategies: { odd: { service: {} } } }],
  ])('%s', (_, scenario) => {
    expect(isGood(scenario)).toBe(false);
  });
});
