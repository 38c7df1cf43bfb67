/** What becomes of a result: files in the formats asked for, and what is said about them. */
import type { ExperimentResult } from '../sim/index.js';
import { type ReportFile, type WrittenFile, writeFiles } from './files/report-files.js';
import type { Format, OutputOptions } from './options.js';
import { paint } from './terminal/paint.js';

/** Where files go when nobody says where. */
export const FOLDER = 'out';

/** What files to make: none, unless they are asked for or the command always makes some. */
export function formatsOf(
  { out, format, json }: OutputOptions,
  usual: Format,
  always: boolean,
): readonly Format[] {
  if (format !== undefined) return format;
  return out !== undefined || (always && json === undefined) ? [usual] : [];
}

/**
 * Makes all files before it writes any.
 * @param stem what they are called, without an ending.
 * @param others files that are made already.
 */
export async function written(
  result: ExperimentResult,
  stem: string,
  formats: readonly Format[],
  others: readonly ReportFile[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly WrittenFile[]> {
  const files: ReportFile[] = [...others];
  for (const format of formats) {
    files.push(...(await rendered(result, stem, format)));
    // A signal that came while something was drawn is only heard in a pause.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  return files.length === 0 ? [] : writeFiles(folder, files);
}

/** Drawing takes a charts library along: loaded only for files that are wanted. */
async function rendered(
  result: ExperimentResult,
  stem: string,
  format: Format,
): Promise<readonly ReportFile[]> {
  const reports = await import('../reports/index.js');
  const one = (content: string): ReportFile[] => [{ name: `${stem}.${format}`, content }];
  const several = (
    pictures: readonly { readonly name: string; readonly content: string | Uint8Array }[],
  ) => pictures.map(({ name, content }) => ({ name: `${stem}-${name}.${format}`, content }));
  switch (format) {
    case 'html':
      return one(await reports.renderHtml(result));
    case 'md':
      return one(await reports.renderMarkdown(result));
    case 'csv':
      return [...one(reports.renderCsv(result)), ...several(reports.renderCsvs(result))];
    case 'json':
      return one(reports.renderJson(result));
    case 'svg':
      return several(await reports.renderSvgs(result));
    case 'png':
      return several(await reports.renderPngs(result));
  }
}

/** Where each file is, and how large. */
export function filesText(files: readonly WrittenFile[]): string {
  return files
    .map(({ path, bytes }) => `${paint.bold('written')}  ${path}  ${paint.dim(sizeText(bytes))}\n`)
    .join('');
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
