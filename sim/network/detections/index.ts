/** The catalogue of detections: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { consecutive } from './consecutive.js';
import { failureShare } from './failure-share.js';
import { maxFails } from './max-fails.js';
import { successRate } from './success-rate.js';

export const detections = new Catalogue('detection', 'detections', [
  consecutive,
  successRate,
  failureShare,
  maxFails,
]);
