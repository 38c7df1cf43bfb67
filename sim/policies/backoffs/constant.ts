import { duration } from '../../catalogue/scalars.js';
import { defineBackoff } from '../backoff.js';

export const constant = defineBackoff({
  kind: 'constant',
  summary: 'The same delay before every retry.',
  source: 'resilience4j and Polly defaults',
  options: { delay: duration({ doc: 'The delay; 0 retries at once.' }) },
  shorthand: 'delay',
  create:
    ({ delay }) =>
    () =>
      delay,
});
