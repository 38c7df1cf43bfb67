/** Builds unless everything has been built since it last changed: npm asks for it more often than needed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'bench/simulator.ts',
  'bin',
  'reports',
  'sim',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
/** What each step of a build makes. */
const BUILT = ['dist/sim/index.js', 'dist/bin/faultline.js', 'dist/reports/page/main.js'];

const changed = (path) => statSync(join(root, path)).mtimeMs;

const within = (path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path), { recursive: true }).map((name) => join(path, name))
    : [path];

const isBuilt =
  BUILT.every((path) => existsSync(join(root, path))) &&
  Math.max(...SOURCES.flatMap(within).map(changed)) < Math.min(...BUILT.map(changed));

if (!isBuilt) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
