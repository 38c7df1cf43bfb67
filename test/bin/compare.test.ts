import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultline, folder, SHOP } from './faultline.js';

test('compare shows all strategies side by side and writes a page', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'shop.yaml'), SHOP);
  const { code, stdout, stderr } = faultline(['compare', 'shop.yaml'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ COMPARE {2}shop\.yaml$/m);
  expect(stdout).toMatch(/^two +services\.shop\.threads: 2$/m);
  expect(stdout).toMatch(/^ +one +two\n +baseline$/m);
  expect(stdout).toMatch(/^success +100 % +100 %$/m);
  expect(stdout).toMatch(/^users\.p99 < 5ms +✓ 1 ms +✓ 1(\.\d+)? ms$/m);
  expect(stdout).toMatch(/^one +[▁-█]+$/m);
  expect(stdout).toMatch(/^verdict$/m);
  expect(stdout).toMatch(/^written {2}out\/shop\.html {2}\d/m);
  expect(stderr).toMatch(/^one: 3 runs done after .* s\ntwo: 3 runs done after .* s\n$/);
  expect(readdirSync(join(cwd, 'out'))).toEqual(['shop.html']);
  expect(readFileSync(join(cwd, 'out/shop.html'), 'utf8')).toMatch(/^<!doctype html>/i);
});

test('every line fits 80 columns', () => {
  const { stdout } = faultline(['compare', '-', '--format', 'csv', '--out', folder()], {
    input: SHOP,
  });
  const [said = '', ...written] = stdout.split('\nwritten');
  expect(written.length).toBeGreaterThan(0);
  const lines = said.split('\n');
  expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
});

test('--strategies chooses, and the first is the baseline', () => {
  const { code, stdout } = faultline(['compare', '-', '--json', '--strategies', 'two,one'], {
    input: SHOP,
  });
  const { baseline, strategies } = JSON.parse(stdout) as {
    baseline: string;
    strategies: { strategy: string }[];
  };
  expect(code).toBe(0);
  expect(baseline).toBe('two');
  expect(strategies.map(({ strategy }) => strategy)).toEqual(['two', 'one']);
});

test('compare ends with 1 when no strategy meets all objectives', () => {
  const input = SHOP.replace('users.p99 < 5ms', 'users.p99 < 1us');
  expect(faultline(['compare', '-', '--json'], { input }).code).toBe(1);
});

test('several formats at once; --quiet says only where', () => {
  const cwd = folder();
  const args = ['compare', '-', '--format', 'md,csv', '--format', 'json', '--quiet'];
  const { code, stdout, stderr } = faultline(args, { input: SHOP, cwd });
  const paths = ['scenario.md', 'scenario.csv', 'scenario-comparison.csv', 'scenario.json'];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim().split('\n')).toEqual(
    expect.arrayContaining(paths.map((path) => `out/${path}`)),
  );
  const said = stdout.trim().split('\n').sort();
  expect(readdirSync(join(cwd, 'out')).map((name) => `out/${name}`)).toEqual(said);
  expect(readFileSync(join(cwd, 'out/scenario.csv'), 'utf8')).toMatch(/^strategy,measure,unit,/);
});

test.each(['', ',', 'one,,two'])('--strategies takes names: not "%s"', (names) => {
  const args = ['compare', '-', '--strategies', names];
  const { code, stderr } = faultline(args, { input: SHOP, cwd: folder() });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: --strategies: expected names with commas between them, got "${names}"\n`,
  });
});

test('a scenario without strategies has nothing to compare', () => {
  const input = SHOP.replace(/^strategies:(\n {2}.*)+/m, '');
  const { code, stderr } = faultline(['compare', '-'], { input, cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).toContain('has no strategies to compare');
});
