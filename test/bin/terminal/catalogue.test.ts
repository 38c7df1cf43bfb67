import { describe, expect, test } from 'vitest';
import { catalogueText } from '../../../bin/terminal/catalogue.js';
import { describedCatalogues } from '../../../sim/catalogues.js';

describe.each(describedCatalogues())('$name in full', (catalogue) => {
  const text = catalogueText(catalogue, 80);

  test('fits 80 columns', () => {
    // A word that is longer than its column cannot be broken.
    const long = text.split('\n').filter((line) => line.length > 80);
    expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
  });

  test('has every member with every option', () => {
    const words = text.replace(/\s+/g, ' ');
    for (const { kind, summary, options } of catalogue.members) {
      expect(words).toContain(`${kind} ${summary}`);
      for (const { name, doc } of options) expect(words).toContain(`${name} ${doc}`);
    }
  });
});
