/** The gallery's fingerprints: a change of any number in any run shows here, and in the CHANGELOG. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare } from '../../sim/index.js';

const folder = 'scenarios/gallery';
const file = 'test/golden/fingerprints.json';
const committed: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));

/** One short replication of every strategy: enough for every part of the model to have its say. */
function fingerprintOf(scenario: string): string {
  const text = readFileSync(`${folder}/${scenario}`, 'utf8');
  return compare(text, { settings: { replications: 1 } }).fingerprint;
}

const scenarios = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('gallery', () => {
  for (const scenario of scenarios) {
    it(`${scenario} gives the numbers that it gave before`, () => {
      const fingerprint = fingerprintOf(scenario);
      // `UPDATE=1 npx vitest run test/golden` after a change that is meant to change results.
      if (process.env.UPDATE === '1') {
        committed[scenario] = fingerprint;
        writeFileSync(file, `${JSON.stringify(committed, null, 2)}\n`);
      }
      expect(fingerprint).toBe(committed[scenario]);
    });
  }

  it('has no fingerprint of a scenario that is gone', () => {
    expect(Object.keys(committed).sort()).toEqual([...scenarios].sort());
  });
});
