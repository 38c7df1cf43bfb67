/** The catalogue of admission rules: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { adaptiveThrottling } from './adaptive-throttling.js';
import { nacks } from './nacks.js';
import { successRatio } from './success-ratio.js';

export const admissions = new Catalogue('admission rule', 'admissions', [
  adaptiveThrottling,
  successRatio,
  nacks,
]);
