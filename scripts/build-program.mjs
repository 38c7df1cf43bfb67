/**
 * Builds the command line, the library and what threads run as a few files instead of some hundreds: starting takes
 * half as long, and what is in one file the engine compiles as one (docs/decisions/0010).
 */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** All that a run is made of is one file, wherever else some of it is used; the schema of scenarios is no part of a run. */
const ROOMS =
  'catalogue|faults|kernel|math|messaging|network|policies|primitives|scenario|services|telemetry|traffic';
const MODEL = new RegExp(
  `/sim/(?:(?:${ROOMS})/(?!json-schema)|(?:catalogues|experiment/run)\\.ts$)`,
);

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

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
    // What is imported when it is needed stays a file of its own.
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'simulator', test: MODEL }] },
  },
});
