import { distribution } from '../../primitives/distributions/index.js';
import { next } from '../program.js';
import { defineStep } from '../step.js';

export const wait = defineStep({
  kind: 'wait',
  summary: 'Lets time pass without a core: a disk, a lock, something that is not modelled.',
  source: 'delay centre: Lazowska et al., Quantitative System Performance, 1984',
  options: { delay: distribution({ doc: 'How long.' }) },
  shorthand: 'delay',
  create({ delay }, { salt }) {
    const purpose = salt('wait');
    return {
      begin: (call) => call.wake(delay.sample(call, purpose)),
      woken: next,
    };
  },
});
