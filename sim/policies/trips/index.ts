/** The catalogue of trip rules: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { consecutive } from './consecutive.js';
import { countWindow } from './count-window.js';
import { healthTicks } from './health-ticks.js';
import { lazyWindow } from './lazy-window.js';
import { rolling } from './rolling.js';
import { sampling } from './sampling.js';
import { successRate } from './success-rate.js';
import { timeWindow } from './time-window.js';

export const trips = new Catalogue('trip rule', 'trips', [
  consecutive,
  countWindow,
  timeWindow,
  rolling,
  healthTicks,
  sampling,
  lazyWindow,
  successRate,
]);
