/** Every scenario in the documentation: it is whole, it runs, and what it says comes out. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/index.js';

const PAGES = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)];

/** The fenced blocks of a page in a language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(page, 'utf8');
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map(([, block = '']) => block);
}

const examples = PAGES.filter((page) => page.endsWith('.md')).flatMap((page) =>
  blocks(page, 'yaml').map((text) => ({ page, text, name: /name: (.*)/.exec(text)?.[1] ?? '' })),
);

describe('scenarios in the documentation', () => {
  it.each(examples)('$page: $name', ({ text }) => {
    const { strategies } = simulate(text);
    const told = strategies[0]?.theory.map(({ measure, expected, observed, agrees }) => {
      return { measure, expected, observed, agrees };
    });
    expect(told?.filter(({ agrees }) => !agrees)).toEqual([]);
  });

  it('are there for every part of SEMANTICS that has figures', () => {
    expect(examples.filter(({ page }) => page === 'docs/SEMANTICS.md').length).toBeGreaterThan(8);
  });
});
