/** The catalogue of concurrency limits: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { aimd } from './aimd.js';
import { envoyGradient } from './envoy-gradient.js';
import { gradient2 } from './gradient2.js';
import { vegas } from './vegas.js';

export const concurrencyLimits = new Catalogue('concurrency limit', 'concurrency-limits', [
  gradient2,
  vegas,
  aimd,
  envoyGradient,
]);
