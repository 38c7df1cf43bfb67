/** The catalogue of brokers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { log } from './log.js';
import { queue } from './queue.js';

export const brokers = new Catalogue('kind of broker', 'brokers', [queue, log]);
