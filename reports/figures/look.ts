/** Look: what the same figure is drawn for: a page, a page that is alive, a picture of its own. */
import type { Palette } from '../drawing/palette.js';

export interface Look {
  readonly palette: Palette;
  /** Of the plot, in pixels. */
  readonly width: number;
  /** With what a pointer needs. */
  readonly live: boolean;
  /** With title and legend in the picture, as nothing around it tells them. */
  readonly alone: boolean;
}
