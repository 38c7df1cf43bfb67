/** The catalogue of brokers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { kafka } from './kafka.js';
import { kafka3 } from './kafka-3.js';
import { log } from './log.js';
import { queue } from './queue.js';

export const brokers = new Catalogue('kind of broker', 'brokers', [queue, log, kafka, kafka3]);
