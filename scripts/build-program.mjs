/**
 * Builds the command line, the library and what threads run as a few files instead of some hundreds: starting takes
 * half as long, and what is in one file the engine compiles as one (docs/decisions/0010).
 */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What goes around runs: of `sim` all else is what a run is made of. */
const AROUND_RUNS = /^(?:experiment[/\\](?!run\.ts$)|scenario[/\\]json-schema|index|version)/;
const SIM = inRoot('sim/');

const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

rmSync(inRoot('dist/bin'), { recursive: true, force: true });
rmSync(inRoot('dist/parts'), { recursive: true, force: true });
await build({
  input: {
    'bin/faultline': inRoot('bin/faultline.ts'),
    'sim/index': inRoot('sim/index.ts'),
    'reports/index': inRoot('reports/index.ts'),
    // Beside the part that starts threads.
    'parts/worker': inRoot('sim/experiment/worker.ts'),
    'parts/bench': inRoot('bench/simulator.ts'),
  },
  platform: 'node',
  tsconfig: inRoot('tsconfig.json'),
  external: new RegExp(`^(?:${Object.keys(dependencies).join('|')})(?:/|$)`),
  output: {
    dir: inRoot('dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    // A run is one file, wherever else some of it is used; what is imported when it is needed stays apart.
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'simulator', test: isOfRuns }] },
  },
});

function isOfRuns(id) {
  return id.startsWith(SIM) && !AROUND_RUNS.test(id.slice(SIM.length));
}
