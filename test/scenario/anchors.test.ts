/** What YAML lets authors write once: anchors, aliases and merge keys. */
import { expect, it } from 'vitest';
import { normalForm, plan } from '../../sim/experiment/experiment.js';
import { fromText } from '../../sim/scenario/compile.js';

const AROUND = `
clients: { users: { calls: a.go, load: 10/s } }
services:
`;

function normal(services: string): unknown {
  const [variant] = plan(fromText(AROUND + services, 'test.yaml'), { strategies: [''] }).variants;
  if (variant === undefined) throw new Error('no variant');
  return JSON.parse(normalForm(variant));
}

const A = 'threads: 7, operations: { go: [work: 1ms] }';

it('an alias stands for what it names', () => {
  expect(normal(`  a: &a { ${A} }\n  b: *a`)).toEqual(normal(`  a: { ${A} }\n  b: { ${A} }`));
});

it.each([
  ['before own keys', '{ <<: *a, queue: 3, threads: 2 }'],
  ['after own keys', '{ queue: 3, threads: 2, <<: *a }'],
  ['written out', '{ <<: { operations: { go: [work: 1ms] } }, queue: 3, threads: 2 }'],
  ['of several', '{ <<: [*a, { threads: 9, queue: 3 }], threads: 2 }'],
])('a merge key takes over what there is no own key for: %s', (_, written) => {
  const plain = normal(
    `  a: { ${A} }\n  b: { queue: 3, threads: 2, operations: { go: [work: 1ms] } }`,
  );
  expect(normal(`  a: &a { ${A} }\n  b: ${written}`)).toEqual(plain);
});

it('of several maps the first one with a key has it', () => {
  const plain = normal(`  a: { ${A} }\n  b: { ${A}, queue: 3 }`);
  expect(normal(`  a: &a { ${A} }\n  b: { <<: [*a, { threads: 9, queue: 3 }] }`)).toEqual(plain);
});
