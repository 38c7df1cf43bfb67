import { distribution } from '../../primitives/distributions/index.js';
import { instanceOf } from '../instance.js';
import { defineStep } from '../step.js';

export const work = defineStep({
  kind: 'work',
  summary: 'Computes: takes a core for a time.',
  source: 'service demand: Denning and Buzen, Computing Surveys 10(3), 1978',
  options: { demand: distribution({ doc: 'Core time at normal speed.' }) },
  shorthand: 'demand',
  create({ demand }, { next, salt }) {
    const purpose = salt('work');
    return {
      begin: (call) => instanceOf(call).processor.work(call, demand.sample(call, purpose)),
      woken(call) {
        instanceOf(call).processor.finish(call);
        next(call);
      },
      left: (call) => instanceOf(call).processor.abandon(call),
    };
  },
});
