/** The catalogue of jitters: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { added } from './added.js';
import { climbing } from './climbing.js';
import { clipped } from './clipped.js';
import { decorrelated } from './decorrelated.js';
import { equal } from './equal.js';
import { equalAbove } from './equal-above.js';
import { feedback } from './feedback.js';
import { full } from './full.js';
import { none } from './none.js';
import { proportional } from './proportional.js';
import { randomized } from './randomized.js';
import { smooth } from './smooth.js';

export const jitters = new Catalogue('jitter', 'jitters', [
  none,
  full,
  equal,
  decorrelated,
  smooth,
  clipped,
  proportional,
  randomized,
  added,
  climbing,
  equalAbove,
  feedback,
]);
