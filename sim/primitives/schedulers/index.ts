/** The catalogue of core schedulers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { processorSharing } from './processor-sharing.js';
import { runToCompletion } from './run-to-completion.js';

export const schedulers = new Catalogue('core scheduler', 'schedulers', [
  runToCompletion,
  processorSharing,
]);
