/** The built simulator that is measured: this working tree's, or that of another folder. */
import { pathToFileURL } from 'node:url';

const DIST =
  process.env.FAULTLINE_DIST === undefined
    ? new URL('../dist/', import.meta.url)
    : pathToFileURL(`${process.env.FAULTLINE_DIST}/`);

/** A module of it, by its path. */
export const load = (path) => import(new URL(path, DIST).href);

// What is measured runs as it does in a worker thread; a commit without such settings has none.
await load('sim/experiment/engine.js').catch(() => {});

export const { compile, fromText } = await load('sim/scenario/compile.js');
export const { runOnce } = await load('sim/experiment/run.js');
export const { Simulation } = await load('sim/kernel/simulation.js');
export const { draw } = await load('sim/kernel/random.js');
export const { UNIT } = await load('sim/primitives/distributions/exponential.js');
export const { Histogram } = await load('sim/math/histogram.js');

/** A scenario's text made ready to run, as a scenario file is. */
export function variantOf(text) {
  const { variants, findings } = compile(fromText(text, 'bench.yaml'), ['']);
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'));
  return variants[0];
}
