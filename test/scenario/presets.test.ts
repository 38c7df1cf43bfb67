import { describe, expect, it } from 'vitest';
import { toPlain } from '../../sim/catalogue/tree.js';
import { presets } from '../../sim/policies/presets/index.js';
import { compile, fromText } from '../../sim/scenario/compile.js';
import { printed, textOf } from '../../sim/scenario/print.js';

function scenarioWith(policies: string): string {
  return `
clients: { users: { calls: shop.buy, load: 10/s } }
services: { shop: { operations: { buy: [work: 1ms] } } }
policies:
  users -> shop: ${policies}
`;
}

function normalForm(policies: string): readonly Record<string, Record<string, unknown>>[] {
  const { variants, findings } = compile(fromText(scenarioWith(policies), 'test.yaml'), ['']);
  expect(findings).toEqual([]);
  const plain = toPlain(variants[0]?.tree as never) as {
    policies: Record<string, Record<string, Record<string, unknown>>[]>;
  };
  return plain.policies['users -> shop'] ?? [];
}

function kinds(policies: string): readonly string[] {
  return normalForm(policies).flatMap((each) => Object.keys(each));
}

function findings(policies: string) {
  return compile(fromText(scenarioWith(policies), 'test.yaml'), ['']).findings;
}

describe('presets', () => {
  it.each(presets.kinds)('%s is a good list of policies, all of which it names', (kind) => {
    const written = presets.get(kind as 'opossum').create();
    expect(kinds(`[preset: ${kind}]`)).toEqual(written.flatMap((each) => Object.keys(each)));
  });

  it.each(presets.kinds)('%s says at which version', (kind) => {
    expect(presets.find(kind)?.source).toMatch(/\d+\.\d+|gRFC/);
  });

  it('stand in the order of the product, among other policies', () => {
    expect(kinds('[fallback: {}, { preset: hystrix }]')).toEqual([
      'fallback',
      'circuit-breaker',
      'bulkhead',
      'timeout',
    ]);
  });

  it('may have single options replaced, and policies taken out', () => {
    const [breaker, ...others] = normalForm(
      '[{ preset: opossum, circuit-breaker: { open-for: 5s }, timeout: null }]',
    );
    expect(others).toEqual([]);
    expect(breaker?.['circuit-breaker']).toMatchObject({
      'open-for': { constant: '5s' },
      'half-opens': 'by-itself',
      probes: 1,
    });
  });

  it('may have a bare value in the place of a policy', () => {
    expect(normalForm('[{ preset: opossum, timeout: 3s }]')[1]).toEqual({
      timeout: { after: '3s', strategy: 'aggressive' },
    });
  });

  it('show where their values are from', () => {
    const { variants } = compile(fromText(scenarioWith('[preset: grpc]'), 'test.yaml'), ['']);
    const text = textOf(printed(variants[0]?.tree as never));
    expect(text).toMatch(/retry: +# from preset grpc/);
    // What is shown can be read again.
    expect(compile(fromText(text, 'again.yaml'), ['']).findings).toEqual([]);
  });

  it('that nobody knows are findings with the nearest name', () => {
    expect(findings('[preset: oppossum]')).toMatchObject([
      { path: ['policies', 'users -> shop', 0, 'preset'], got: '"oppossum"', meant: 'opossum' },
    ]);
  });

  it('have only the policies that they have', () => {
    expect(findings('[{ preset: opossum, bulkhed: 3 }]')).toMatchObject([
      { expected: 'one of circuit-breaker, timeout', got: '"bulkhed"' },
    ]);
    expect(findings('[{ preset: opossum, timeout: soon }]')).toHaveLength(1);
  });
});
