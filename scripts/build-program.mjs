/** Builds the command line as a few files instead of some hundreds: starting takes half as long. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const outdir = inRoot('dist/bin');

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    faultline: inRoot('bin/faultline.ts'),
    worker: inRoot('sim/experiment/worker.ts'),
  },
  outdir,
  bundle: true,
  // What is imported when it is needed stays a file of its own.
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
});
