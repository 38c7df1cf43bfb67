/** The catalogue of queue disciplines: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { adaptiveLifo } from './adaptive-lifo.js';
import { codel } from './codel.js';
import { controlledDelay } from './controlled-delay.js';
import { fifo } from './fifo.js';
import { lifo } from './lifo.js';
import { priority } from './priority.js';
import { random } from './random.js';

export const disciplines = new Catalogue('queue discipline', 'disciplines', [
  fifo,
  lifo,
  priority,
  random,
  codel,
  controlledDelay,
  adaptiveLifo,
]);
