import { defineScheduler } from '../processor.js';
import { preemptive } from './preemptive.js';

export const shortestRemaining = defineScheduler({
  kind: 'shortest-remaining',
  summary: 'The call with the least work left has the core: the shortest mean there can be.',
  source: 'Schrage, Operations Research 16(3), 1968 (SRPT is optimal); Homa, SIGCOMM 2018',
  options: {},
  create: (_, cores) => preemptive(cores, (_call, left) => left),
});
