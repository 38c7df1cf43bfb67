/** The catalogue of core schedulers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { preemptiveLifo } from './preemptive-lifo.js';
import { preemptivePriority } from './preemptive-priority.js';
import { processorSharing } from './processor-sharing.js';
import { runToCompletion } from './run-to-completion.js';
import { shortestRemaining } from './shortest-remaining.js';

export const schedulers = new Catalogue('core scheduler', 'schedulers', [
  runToCompletion,
  processorSharing,
  preemptivePriority,
  preemptiveLifo,
  shortestRemaining,
]);
