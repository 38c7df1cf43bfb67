/** The catalogue of trip rules: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { consecutive } from './consecutive.js';
import { countWindow } from './count-window.js';
import { timeWindow } from './time-window.js';

export const trips = new Catalogue('trip rule', 'trips', [consecutive, countWindow, timeWindow]);
