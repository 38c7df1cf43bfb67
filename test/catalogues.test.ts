import { describe, expect, test } from 'vitest';
import { describedCatalogues } from '../sim/catalogues.js';
import { plan } from '../sim/experiment/experiment.js';
import { fromObject } from '../sim/scenario/compile.js';
import { examples } from './examples.js';

describe('every member of every catalogue', () => {
  test.each(examples())(
    '$catalogue $kind has an example that is a good scenario',
    ({ scenario }) => {
      expect(() => plan(fromObject(scenario as never))).not.toThrow();
    },
  );

  test('says what it is and, unless it is our own, where it comes from', () => {
    for (const { name, members } of describedCatalogues()) {
      for (const { kind, summary, source } of members) {
        expect(summary, `${name} ${kind}`).toMatch(/^\S.*\.$/s);
        const isOurs = name === 'metrics' || name === 'sections';
        expect(source !== undefined || isOurs, `${name} ${kind} has a source`).toBe(true);
      }
    }
  });

  test('says of every option what it means', () => {
    const words = describedCatalogues().flatMap(({ name, members }) =>
      members.flatMap(({ kind, options }) =>
        options.map((option) => ({ place: `${name} ${kind} ${option.name}`, ...option })),
      ),
    );
    for (const { place, doc, expected } of words) {
      expect(doc, place).not.toBe('');
      expect(expected, place).not.toBe('');
    }
    expect(words.length).toBeGreaterThan(100);
  });
});
