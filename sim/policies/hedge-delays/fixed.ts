import { duration } from '../../catalogue/scalars.js';
import { defineHedgeDelay } from '../hedge-delay.js';

export const fixed = defineHedgeDelay({
  kind: 'fixed',
  summary: 'Always the same; 0 sends all copies at once.',
  source: 'gRPC A6 hedgingDelay; Polly 8 HedgingStrategyOptions.Delay',
  options: { delay: duration({ doc: 'How long.' }) },
  shorthand: 'delay',
  create: ({ delay }) => ({ delay: () => delay }),
});
