/** The catalogue of back-offs: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { constant } from './constant.js';
import { exponential } from './exponential.js';
import { linear } from './linear.js';

export const backoffs = new Catalogue('back-off', 'backoffs', [constant, linear, exponential]);
