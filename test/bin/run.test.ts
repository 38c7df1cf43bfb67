import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultline, folder, SHOP } from './faultline.js';

test('run sums up a scenario and ends with 0 when its objectives are met', () => {
  const { code, stdout, stderr } = faultline(['run', '-'], { input: SHOP });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ RUN {2}standard input\n\nShop\n/);
  expect(stdout).toMatch(/^success +100 % +requests answered well$/m);
  expect(stdout).toMatch(/^objectives {2}1 met\nusers\.p99 < 5ms +✓ 1 ms$/m);
  expect(stdout).toMatch(/^fingerprint [0-9a-f]{16} by faultline \d/m);
  expect(stderr).toMatch(/^as it stands: 3 runs done after \d\.\d s\n$/);
});

test('run ends with 1 when an objective is missed', () => {
  const input = SHOP.replace('users.p99 < 5ms', 'users.p99 < 1us');
  const { code, stdout } = faultline(['run', '-', '--strategy', 'two'], { input });
  expect(code).toBe(1);
  expect(stdout).toMatch(/users\.p99 < 1us +✗ 1 ms/);
});

test('run --json prints one JSON document and nothing else, and writes no file', () => {
  const cwd = folder();
  const { code, stdout } = faultline(['run', '-', '--json'], { input: SHOP, cwd });
  const result = JSON.parse(stdout) as { fingerprint: string; strategies: unknown[] };
  expect(code).toBe(0);
  expect(result.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(result.strategies).toHaveLength(1);
  expect(readdirSync(cwd)).toEqual([]);
});

test('run --out writes the result as JSON; --quiet says only where', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'shop.yaml'), SHOP);
  const { code, stdout, stderr } = faultline(['run', 'shop.yaml', '--out', 'made/here', '-q'], {
    cwd,
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'made/here/shop.json\n',
    stderr: '',
  });
  const { stdout: printed } = faultline(['run', 'shop.yaml', '--json'], { cwd });
  expect(readFileSync(join(cwd, 'made/here/shop.json'), 'utf8')).toBe(printed);
});

test('run --trace writes the spans of a share of the requests', () => {
  const cwd = folder();
  const args = ['run', '-', '--trace', '100%', '--replications', '1', '-q'];
  const { code, stdout } = faultline(args, { cwd, input: SHOP });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'out/scenario-trace.json\n' });
  const text = readFileSync(join(cwd, 'out/scenario-trace.json'), 'utf8');
  expect(JSON.parse(text)).toHaveProperty('resourceSpans');
  const wrong = faultline(['run', '-', '--trace', '2'], { cwd, input: SHOP });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('--trace: expected a share such as 5% or 0.05');
});

test('settings on the command line take the place of the file', () => {
  const args = ['--seed', '7', '--replications', '2', '--duration', '5s', '--warmup', '1s'];
  const { stdout } = faultline(['run', '-', '--json', ...args], { input: SHOP });
  const { scenario } = JSON.parse(stdout) as { scenario: object };
  expect(scenario).toMatchObject({ seed: 7, replications: 2, duration: 5, warmup: 1 });
});

test('the same bytes whatever the number of workers', () => {
  const [none, one, two] = [[], ['--workers', '1'], ['--workers', '2']].map((workers) =>
    faultline(['compare', '-', '--json', ...workers], { input: SHOP }),
  );
  expect(none?.stdout).toContain('"fingerprint"');
  expect(one?.stdout).toBe(none?.stdout);
  expect(two?.stdout).toBe(none?.stdout);
});

test('colours only where they are wanted', () => {
  const coloured = (env: Record<string, string>, ...more: string[]) =>
    faultline(['run', '-', '-q', '--strategy', 'tow', ...more], {
      input: SHOP,
      env,
    }).stderr.includes('\u001b');
  expect(coloured({})).toBe(false);
  expect(coloured({ FORCE_COLOR: '1' })).toBe(true);
  expect(coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
  expect(coloured({ NO_COLOR: '1' })).toBe(false);
});

test('run checks strategies that it does not run', () => {
  const input = SHOP.replace(/^strategies:/m, 'strategies:\n  wrong: { services: { shpo: {} } }');
  const { code, stdout, stderr } = faultline(['run', '-'], { input });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('strategies.wrong.services.shpo');
});
