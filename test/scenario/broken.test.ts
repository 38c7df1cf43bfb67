/** Every file in scenarios/broken, and the exact text that somebody who wrote it gets to read. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readerBeside } from '../../bin/files/neighbours.js';
import { plan } from '../../sim/experiment/experiment.js';
import { fromText } from '../../sim/scenario/compile.js';
import { ScenarioError } from '../../sim/scenario/finding.js';

const folder = 'scenarios/broken';
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function findings(file: string): string {
  const path = `${folder}/${file}`;
  try {
    plan(fromText(readFileSync(path, 'utf8'), file, readerBeside(path)));
  } catch (error) {
    if (error instanceof ScenarioError) return `${error.message}\n`;
    throw error;
  }
  return '';
}

describe('broken scenarios', () => {
  for (const file of files) {
    it(`${file} is refused with every finding at once`, () => {
      const text = findings(file);
      expect(text).not.toBe('');
      const expected = `${folder}/${file.replace('.yaml', '.txt')}`;
      // `UPDATE=1 npx vitest run test/scenario/broken` writes what is to be looked at in the diff.
      if (process.env.UPDATE === '1') writeFileSync(expected, text);
      expect(text).toBe(readFileSync(expected, 'utf8'));
    });
  }

  it('no two files are about the same', () => {
    expect(new Set(files.map(findings)).size).toBe(files.length);
  });
});
