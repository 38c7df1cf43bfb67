/** The catalogue of key choices: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { uniform } from './uniform.js';
import { zipf } from './zipf.js';

export const keyChoices = new Catalogue('choice of keys', 'keys', [uniform, zipf]);
