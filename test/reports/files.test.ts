/** Reports as files for other programs: CSV, JSON, Markdown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCsv, renderCsvs, renderJson, renderMarkdown } from '../../reports/index.js';
import { runs } from '../property/runs.js';
import { results } from './made.js';
import { shop } from './shop.js';

/** RFC 4180, read by the book. */
function read(csv: string): string[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (field.lastIndex < csv.length) {
    const [, quoted, plain = '', end] = field.exec(csv) ?? [];
    if (end === undefined) throw new Error(`not CSV: ${csv.slice(0, 80)}`);
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('CSV', () => {
  it('has a row for every measure of every strategy, with its exact value', () => {
    const result = shop();
    const [head = [], ...rows] = read(renderCsv(result));
    const count = result.strategies.flatMap(({ measures }) => Object.keys(measures)).length;
    expect(rows).toHaveLength(count);
    const row = rows.find((each) => each[0] === 'guarded' && each[1] === 'success') ?? [];
    const told = Object.fromEntries(head.map((name, index) => [name, row[index]]));
    expect(Number(told['mean'])).toBe(result.strategies[1]?.measures['success']?.mean);
    expect(told).toMatchObject({ unit: 'share', better: 'higher', real: 'true', verdict: 'worse' });
  });

  it('every table of the report is a file of its own, with as many fields in every row', () => {
    const files = renderCsvs(shop());
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['objectives', 'comparison', 'timeline', 'theory', 'topology']),
    );
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    for (const { content } of files) {
      const widths = new Set(read(content).map((row) => row.length));
      expect(widths.size).toBe(1);
    }
  });
});

describe('JSON', () => {
  it('is the whole result; what never came is a text', () => {
    const result = shop();
    const back = JSON.parse(renderJson(result), (_, value) =>
      value === 'Infinity' ? Number.POSITIVE_INFINITY : value,
    );
    expect(back).toEqual(JSON.parse(JSON.stringify(back)) && result);
    expect(renderJson(result)).toContain('"Infinity"');
  });

  it('has one line for every list of numbers', () => {
    expect(renderJson(shop())).toMatch(/^ +"values": \[[\d.]+, [\d.]+, [\d.]+\]/m);
  });
});

describe('Markdown', () => {
  it('has the answer first, and every figure in words and numbers', () => {
    const text = renderMarkdown(shop());
    const heads = text.split('\n').filter((line) => line.startsWith('## '));
    expect(heads.slice(0, 3)).toEqual(['## The answer', '## In numbers', '## Over time']);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(text).not.toContain('![');
  });

  it('shows pictures where there are some', () => {
    const text = renderMarkdown(shop(), (figure) => `pictures/${figure}.svg`);
    expect(text).toContain('](<pictures/timeline.svg>)');
  });

  it('fits a comment on a pull request', () => {
    expect(renderMarkdown(shop()).length).toBeLessThan(65_536);
  });

  it('every table has as many cells in every row', () => {
    const tables = renderMarkdown(shop()).match(/(?:^\|.*\|\n)+/gm) ?? [];
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      const cells = (line: string) => line.split(/(?<!\\)\|/).length;
      expect(new Set(table.trim().split('\n').map(cells)).size, table).toBe(1);
    }
  });
});

it('nothing is written like a computer that does not know, whatever the result', () => {
  fc.assert(
    fc.property(results, (result) => {
      const texts = [renderMarkdown(result), renderCsv(result), renderJson(result)];
      for (const text of texts) expect(text).not.toMatch(/\bNaN\b|undefined|\[object/);
    }),
    runs(20),
  );
});
