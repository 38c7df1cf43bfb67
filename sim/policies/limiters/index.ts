/** The catalogue of limiters: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { cappedBucket } from './capped-bucket.js';
import { cycles } from './cycles.js';
import { fixedWindow } from './fixed-window.js';
import { gcra } from './gcra.js';
import { leakyBucket } from './leaky-bucket.js';
import { slidingCounter } from './sliding-counter.js';
import { slidingLog } from './sliding-log.js';
import { tokenBucket } from './token-bucket.js';

export const limiters = new Catalogue('limiter', 'limiters', [
  tokenBucket,
  cappedBucket,
  leakyBucket,
  gcra,
  fixedWindow,
  slidingLog,
  slidingCounter,
  cycles,
]);
