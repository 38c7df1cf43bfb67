/** The width of texts, estimated alike on every machine; a bit generous, as fonts differ. */

import * as vega from 'vega';

declare module 'vega' {
  /** What layouts ask for the width of a text; missing in the typings. */
  const textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
}

/** From here on widths are estimates: a package named canvas, somewhere above, must not change them. */
export function useEstimatedWidths(): void {
  vega.textMetrics.width = textWidth;
}

/** Advance of a character over the size of its font. */
const NARROW = 0.36;
const USUAL = 0.6;
const WIDE = 0.85;

function textWidth(item: { readonly fontSize?: number }, text: unknown): number {
  let width = 0;
  for (const character of text === null || text === undefined ? '' : String(text)) {
    if ("iIjl.,:;'|!()[]{} ft".includes(character)) width += NARROW;
    else if ('mwMW%@—…'.includes(character) || character > '\u2e80') width += WIDE;
    else width += USUAL;
  }
  return width * (item.fontSize ?? 11);
}
