/** Reports: what an experiment gave, for people and for machines. Pure functions of the result. */
import type { ExperimentResult } from '../sim/index.js';
import { verdict as answer } from './answer/verdict.js';
import { compose } from './document/compose.js';
import { plain } from './document/phrase.js';
import { markdownOf, type PictureOf } from './markdown.js';
import type { Picture } from './pictures.js';

export { csvOf as renderCsv, csvsOf as renderCsvs } from './csv.js';
export { jsonOf as renderJson } from './json.js';
export { renderOtlp } from './otlp.js';
export type { Picture } from './pictures.js';

/** The answer in words: plain sentences, the most important first. */
export function verdict(result: ExperimentResult): readonly string[] {
  return answer(result).map(plain);
}

/** One file that needs nothing else; the same result gives the same bytes. */
export async function renderHtml(result: ExperimentResult): Promise<string> {
  // Charts take long to load, and most commands draw none.
  const [{ pageOf }, { assets }] = await Promise.all([
    import('./html/page.js'),
    import('./html/assets.js'),
  ]);
  return pageOf(result, assets());
}

/**
 * The same document for pull requests and job summaries.
 * @param pictureOf where the picture of a figure will be; without, figures are told in words and numbers
 */
export function renderMarkdown(
  result: ExperimentResult,
  pictureOf: PictureOf = () => null,
): string {
  return markdownOf(compose(result), pictureOf);
}

/** Every figure as an SVG of its own. */
export async function renderSvgs(result: ExperimentResult): Promise<readonly Picture<string>[]> {
  const { svgsOf } = await import('./pictures.js');
  return svgsOf(result);
}

/** Every figure as a PNG, twice as large as its SVG. */
export async function renderPngs(
  result: ExperimentResult,
): Promise<readonly Picture<Uint8Array>[]> {
  const { pngsOf } = await import('./pictures.js');
  return pngsOf(result);
}
