/** Whatever a scenario calls its things, it stays text, in every kind of report. */
import { Resvg } from '@resvg/resvg-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { comparisonTable } from '../../bin/terminal/comparison.js';
import { allPrintable } from '../../bin/terminal/printable.js';
import { escapeMarkup } from '../../reports/document/escape.js';
import {
  renderCsv,
  renderCsvs,
  renderHtml,
  renderMarkdown,
  renderSvgs,
} from '../../reports/index.js';
import { HOSTILE, hostile } from './hostile.js';
import { shop } from './shop.js';

/** The elements and comments of a document, without what is between them. */
const tagsOf = (markup: string) => markup.match(/<[!/]?[a-zA-Z-][^\s>]*/g) ?? [];

describe('in a page', () => {
  let [page, harmless] = ['', ''];
  beforeAll(async () => {
    [page, harmless] = [await renderHtml(hostile()), await renderHtml(shop())];
  });

  it('adds no element that other names would not', () => {
    const kinds = (text: string) => [...new Set(tagsOf(text))].sort();
    expect(kinds(page)).toEqual(kinds(harmless));
    const scripts = (text: string) => text.match(/<script/g)?.length;
    expect(scripts(page)).toBe(scripts(harmless));
  });

  it('is shown as it was written', () => {
    for (const name of [HOSTILE.shop, HOSTILE.users, HOSTILE.bank, HOSTILE.guarded]) {
      expect(page).toContain(escapeMarkup(name));
    }
  });
});

describe('in a picture', () => {
  it('the SVG is whole, and has no element that other names would not', async () => {
    const harmless = new Set((await renderSvgs(shop())).flatMap(({ content }) => tagsOf(content)));
    const pictures = await renderSvgs(hostile());
    expect(pictures.length).toBeGreaterThanOrEqual(6);
    for (const { name, content } of pictures) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(tagsOf(content).filter((tag) => !harmless.has(tag))).toEqual([]);
      // What is not XML is refused.
      expect(new Resvg(content, { font: { loadSystemFonts: false } }).width).toBeGreaterThan(100);
    }
  });
});

describe('in Markdown', () => {
  it('is code: no markup, no link, no element', () => {
    const text = renderMarkdown(hostile()).replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE');
    const escaped = text.replace(/\\[\\`*_[\]<>|~&#]/g, '');
    const elements = new Set(tagsOf(escaped));
    expect([...elements].sort()).toEqual(['</details', '</summary', '<br', '<details', '<summary']);
    expect(escaped).not.toMatch(/\]\(javascript:|onfocus|\*\*bold/);
  });
});

describe('in CSV', () => {
  it('no field is a formula', () => {
    const files = [renderCsv(hostile()), ...renderCsvs(hostile()).map(({ content }) => content)];
    for (const file of files) {
      expect(file).not.toMatch(/(^|,)"?[=@]/m);
      expect(file).not.toMatch(/(^|,)"?[+-](?![\d.])/m);
    }
    expect(files.join('')).toContain(`"'@cmd|""/c calc""!A1`);
  });
});

describe('on the terminal', () => {
  it('nothing steers it, and nothing is written backwards', () => {
    const text = comparisonTable(allPrintable(hostile()), 80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]/);
    expect(text).toContain('@cmd|"/c calc"!A1');
  });
});
