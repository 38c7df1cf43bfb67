import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASES, OWN } from './cases.js';
import { disagreements, FILES, knownValues, textOf, WHOLE } from './scenarios.js';

const README = readFileSync(
  new URL('../../scenarios/validation/README.md', import.meta.url),
  'utf8',
);

describe('the simulator agrees with theory', () => {
  it.each(FILES)(
    '%s',
    (name) => {
      expect(disagreements(name, WHOLE)).toEqual([]);
    },
    WHOLE ? 600_000 : 60_000,
  );
});

describe('the list of known results', () => {
  it('has a scenario or a reason for each', () => {
    expect(CASES).toHaveLength(134);
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    for (const { id, files, reason = '' } of CASES) {
      expect(files.length > 0, `${id} has either`).toBe(reason === '');
      for (const file of files) expect(FILES, id).toContain(file);
    }
  });

  it('knows of every scenario what it is for', () => {
    const listed = [...CASES.flatMap(({ files }) => files), ...OWN];
    expect(listed.sort()).toEqual([...FILES].sort());
  });

  it('is the table of the README', () => {
    const table = README.split('\n').filter((line) => /^\| [A-Z]\d/.test(line));
    expect(table.map((line) => line.split(' | ')[0]?.slice(2))).toEqual(CASES.map(({ id }) => id));
    for (const { id, files, reason } of CASES) {
      const row = table.find((line) => line.startsWith(`| ${id} |`)) ?? '';
      for (const file of files) expect(row).toContain(`(${file})`);
      if (reason !== undefined) expect(row).toContain(reason);
    }
    for (const file of OWN) expect(README).toContain(`| [${file}](${file}) |`);
  });
});

describe('every validation scenario', () => {
  it.each(FILES)('%s says what it expects and where that is from', (name) => {
    expect(knownValues(name, true).length).toBeGreaterThan(0);
    expect(textOf(name)).toMatch(/^# /);
  });
});
