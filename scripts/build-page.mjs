/** Builds what every page of a report carries along, so that nobody who makes reports needs a bundler. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const nothing = inRoot('reports/page/nothing.ts');

/** Parts of Vega that no figure uses: a sixth of its size. */
const UNUSED = [
  'vega-crossfilter',
  'vega-force',
  'vega-geo',
  'vega-hierarchy',
  'vega-label',
  'vega-regression',
  'vega-voronoi',
  'vega-wordcloud',
];

await build({
  entryPoints: [inRoot('reports/page/main.ts'), inRoot('reports/page/style.css')],
  outdir: inRoot('dist/reports/page'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  // The page tells the licences itself.
  legalComments: 'none',
  alias: Object.fromEntries(UNUSED.map((name) => [name, nothing])),
});
