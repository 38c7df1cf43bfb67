/** The rules of the house that no compiler knows. Each message says what to use instead, and why. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describedCatalogues } from '../../sim/catalogues.js';

const catalogues = describedCatalogues();

/** Files that git tracks or would track. */
function filesOf(pattern: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', pattern], {
    encoding: 'utf8',
  });
  return listed.split('\n').filter(Boolean);
}

/** The code of a file without its comments: words in prose are free. */
function codeOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, (comment) =>
    comment.replace(/[^\n]/g, ' '),
  );
  return text.split('\n').map((line) => line.replace(/(^|\s)\/\/.*$/, '$1'));
}

interface Ban {
  readonly what: RegExp;
  readonly instead: string;
  readonly except?: RegExp;
}

const THREADS = /^sim\/experiment\/(pool|worker|failure|progress|quick)\.ts$/;

const bans: readonly Ban[] = [
  {
    what: /\bMath\.(pow|exp|expm1|log|log1p|log2|log10|sin|cos|tan|tanh|cbrt|hypot)\b/,
    instead: 'sim/math/arithmetic.ts: engines differ in the last bit',
  },
  { what: /\*\*/, instead: 'power() of sim/math/arithmetic.ts: engines differ in the last bit' },
  { what: /\bMath\.random\b/, instead: 'a keyed draw: runs must repeat' },
  { what: /\b(Date|performance)\.now\b|\bnew Date\b/, instead: 'simulated time', except: THREADS },
  { what: /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/, instead: 'the calendar' },
  {
    what: /\b(async|await)\b|\bPromise\b/,
    instead: 'events: the host would order them',
    except: THREADS,
  },
  { what: /\bconsole\./, instead: 'a fact, for observers' },
  { what: /\bprocess\.(env|argv|exit|stdout|stderr|cwd)\b/, instead: 'an option', except: THREADS },
  {
    what: /toLocale(?!String\('en'\))/,
    instead: "toLocaleString('en'): machines have other locales",
  },
  { what: /as any\b/, instead: 'a type' },
];

describe('the house', () => {
  const sources = filesOf('sim/*.ts');

  it('keeps out of the simulator what would make two machines disagree', () => {
    const found: string[] = [];
    for (const file of sources) {
      for (const [index, line] of codeOf(file).entries()) {
        for (const { what, instead, except } of bans) {
          if (what.test(line) && except?.test(file) !== true) {
            found.push(
              `${file}:${index + 1}: ${what.exec(line)?.[0]} is banned in sim, use ${instead}`,
            );
          }
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('has files of one idea: at most 320 lines, the kernel 900 in all', () => {
    const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1;
    const long = [...sources, ...filesOf('bin/*.ts'), ...filesOf('reports/*.ts')].filter(
      (file) => lines(file) > 320,
    );
    expect(long).toEqual([]);
    const kernel = filesOf('sim/kernel/*.ts').reduce((sum, file) => sum + lines(file), 0);
    expect(kernel).toBeLessThanOrEqual(900);
  });

  it('names no file after nothing in particular', () => {
    const vague = /(^|\/)(utils?|common|helpers?|misc|manager|stuff)(\.|\/)/;
    expect(filesOf('*').filter((file) => vague.test(file))).toEqual([]);
  });

  it('leaves nothing to be done later', () => {
    const owed = [...filesOf('*.ts'), ...filesOf('*.md'), ...filesOf('*.yaml')].filter((file) =>
      new RegExp(
        `\\b(${['TO', 'FIX'].map((word) => (word === 'TO' ? 'TODO' : 'FIXME')).join('|')})\\b`,
      ).test(readFileSync(file, 'utf8')),
    );
    expect(owed.filter((file) => file !== 'test/architecture/tidy.test.ts')).toEqual([]);
  });

  it('locks dependencies without the place they came from', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"|registry\./);
  });
});

describe('catalogues', () => {
  for (const catalogue of catalogues) {
    it(`${catalogue.name}: every member says what it is, and where its rules are from`, () => {
      const kinds = catalogue.members.map(({ kind, of = '' }) => `${of}.${kind}`);
      expect(new Set(kinds).size).toBe(kinds.length);
      for (const { kind, summary } of catalogue.members) {
        expect(kind, `${kind} of ${catalogue.name}`).toMatch(/^[a-z][a-z0-9().-]*$/);
        expect(summary, `summary of ${kind}`).toMatch(/^[A-Z].*\.$/s);
      }
    });
  }

  it('policies have a test of their own, and a scenario that shows them', () => {
    const policies = catalogues.find(({ name }) => name === 'policies')?.members ?? [];
    const gallery = filesOf('scenarios/gallery/*.yaml')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    for (const { kind } of policies) {
      expect(filesOf(`test/policies/${kind}.test.ts`), `a test of ${kind}`).toHaveLength(1);
      expect(gallery, `a gallery scenario with ${kind}`).toContain(kind);
    }
  });

  it('name a member only in its own file', () => {
    const words = catalogues
      .filter(({ name }) => ['policies', 'faults', 'brokers', 'loads'].includes(name))
      .flatMap(({ members }) => members.map(({ kind }) => kind))
      // Words that are also everyday English in code.
      .filter((kind) => kind.includes('-'));
    const found: string[] = [];
    for (const kind of words) {
      // Presets are written in the words of scenarios.
      const inCode = filesOf('sim/*.ts').filter((file) => !file.includes('/presets/'));
      const files = inCode.filter((file) =>
        codeOf(file).some((line) => line.includes(`'${kind}'`)),
      );
      if (files.length > 1) found.push(`${kind}: ${files.join(', ')}`);
    }
    expect(found).toEqual([]);
  });
});
