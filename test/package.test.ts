/** The packed package in an empty project: what somebody gets who installs it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'faultline-package-'));

// Compilers and installers are slow where others work too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const inProject = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: project, encoding: 'utf8' });

beforeAll(() => {
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // What is packed has just been built: a build of its own would pull it from under other tests.
  npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', project);
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) as string;
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }\n');
  npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`);
}, 180_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('publint finds nothing to complain about', () => {
  const { stdout, status } = spawnSync(
    join(ROOT, 'node_modules/.bin/publint'),
    ['--strict', '--pack', 'false'],
    { cwd: join(project, 'node_modules/faultline'), encoding: 'utf8' },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('All good') });
});

test('the library is imported by its name, and needs no file', () => {
  const program = `
    import { compare, defineScenario, simulate } from 'faultline';
    const scenario = defineScenario({
      run: { duration: '5s', replications: 2 },
      clients: { users: { calls: 'shop.buy', load: '100/s' } },
      services: { shop: { operations: { buy: [{ work: '1ms' }] } } },
      strategies: { one: null, two: { services: { shop: { threads: 1 } } } },
    });
    const { strategies } = compare(scenario);
    console.log(simulate(scenario).fingerprint.length, strategies.length);
  `;
  const { stdout, stderr } = inProject('node', '--input-type=module', '-e', program);
  expect({ stdout, stderr }).toEqual({ stdout: '16 2\n', stderr: '' });
});

test('its types come along', () => {
  writeFileSync(
    join(project, 'shop.ts'),
    `import { defineScenario } from 'faultline';
    defineScenario({
      clients: { users: { calls: 'shop.buy', load: '100/s' } },
      // @ts-expect-error a misspelt key
      services: { shop: { thread: 4, operations: { buy: [{ work: '1ms' }] } } },
    });\n`,
  );
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext'];
  const { stdout, status } = inProject(tsc, ...options, 'shop.ts');
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});

test('the TypeScript of the README compiles and runs', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const program = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? '';
  writeFileSync(join(project, 'readme.ts'), program);
  const options = ['--strict', '--target', 'es2023', '--lib', 'es2023,dom', '--module', 'nodenext'];
  const tsc = inProject(join(ROOT, 'node_modules/.bin/tsc'), ...options, 'readme.ts');
  expect(tsc.stdout).toBe('');
  const { stdout, stderr } = inProject('node', 'readme.js');
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('two meets'), stderr: '' });
});

test('npx faultline runs a scenario, threads and all, and writes a page', () => {
  writeFileSync(
    join(project, 'shop.yaml'),
    `run: { duration: 5s, replications: 2 }
clients: { users: { calls: shop.buy, load: 100/s } }
services: { shop: { operations: { buy: [{ work: 1ms }] } } }\n`,
  );
  const args = ['run', 'shop.yaml', '--workers', '2', '--format', 'html,png', '--quiet'];
  const { stdout, status } = inProject('npx', 'faultline', ...args);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toBe('out/shop.html');
  expect(stdout).toMatch(/^out\/shop-\w+.*\.png$/m);
});

test('faultline validate finds the scenarios that came along', () => {
  const file = 'node_modules/faultline/scenarios/validation/a86-dd1-overload.yaml';
  const { stdout, status } = inProject('npx', 'faultline', 'validate', file, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ failed: 0 });
});
