/** The built simulator that is measured: this working tree's, or that of another folder. */
import { pathToFileURL } from 'node:url';

const DIST =
  process.env.FAULTLINE_DIST === undefined
    ? new URL('../dist/', import.meta.url)
    : pathToFileURL(`${process.env.FAULTLINE_DIST}/`);

export const {
  compile,
  draw,
  fromText,
  Histogram,
  Requests,
  runOnce,
  Simulation,
  Stations,
  traced,
  UNIT,
} = await import(new URL('parts/bench.js', DIST).href);

/** A scenario's text made ready to run, as a scenario file is. */
export function variantOf(text) {
  const { variants, findings } = compile(fromText(text, 'bench.yaml'), ['']);
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'));
  return variants[0];
}
