/** The catalogue of hedge delays: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { fixed } from './fixed.js';
import { mean } from './mean.js';
import { percentile } from './percentile.js';

export const hedgeDelays = new Catalogue('hedge delay', 'hedge-delays', [fixed, percentile, mean]);
