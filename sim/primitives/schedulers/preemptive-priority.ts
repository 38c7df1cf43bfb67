import { defineScheduler } from '../processor.js';
import { preemptive } from './preemptive.js';

export const preemptivePriority = defineScheduler({
  kind: 'preemptive-priority',
  summary:
    'The smallest priority number of the client takes the core at once; interrupted work is resumed.',
  source: 'Kleinrock, Queueing Systems vol. 2, 3.6 (preemptive resume); SCHED_FIFO of POSIX',
  options: {},
  create: (_, cores) => preemptive(cores, ({ request }) => request.priority),
});
