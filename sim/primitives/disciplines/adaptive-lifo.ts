import { duration } from '../../catalogue/scalars.js';
import { defineDiscipline } from '../line.js';
import { StandingQueue } from './standing.js';

export const adaptiveLifo = defineDiscipline({
  kind: 'adaptive-lifo',
  summary:
    'First in, first out, but the newest first while the queue stands: under overload somebody is served in time.',
  source: 'Maurer, Fail at Scale, ACM Queue 13(8), 2015 (S2)',
  options: {
    interval: duration({
      doc: 'A queue that was not empty for so long stands.',
      default: '100ms',
      source: 'Maurer, 2015',
    }),
  },
  shorthand: 'interval',
  create: ({ interval }) => new StandingQueue(interval, true),
});
