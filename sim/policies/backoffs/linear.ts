import { duration } from '../../catalogue/scalars.js';
import { defineBackoff } from '../backoff.js';

export const linear = defineBackoff({
  kind: 'linear',
  summary: 'A delay that grows by the same amount with every retry.',
  source: 'Polly v8, DelayBackoffType.Linear',
  options: { step: duration({ doc: 'The first delay, and what each further one adds.' }) },
  shorthand: 'step',
  create:
    ({ step }) =>
    (n) =>
      step * (n + 1),
});
