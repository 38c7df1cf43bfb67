import { defineScheduler } from '../processor.js';
import { preemptive } from './preemptive.js';

export const preemptiveLifo = defineScheduler({
  kind: 'preemptive-lifo',
  summary: 'Whoever came last takes the core at once; interrupted work is resumed.',
  source: 'Kleinrock, Queueing Systems vol. 2, 4.3 (LCFS preemptive resume); interrupt handlers',
  options: {},
  create: (_, cores) => preemptive(cores, (_call, _left, turn) => -turn),
});
