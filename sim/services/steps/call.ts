import { flag, reference } from '../../catalogue/scalars.js';
import { defineStep, goesOnAfter } from '../step.js';

export const call = defineStep({
  kind: 'call',
  summary: 'Calls another operation and waits for its answer; the thread is held meanwhile.',
  source: 'request-response: Hohpe and Woolf, Enterprise Integration Patterns, 2003',
  options: {
    to: reference('operation', {
      doc: 'Which operation; the name of a service alone means its only operation.',
    }),
    optional: flag({
      doc: 'A failure leaves the answer partial instead of failing it.',
      default: false,
    }),
  },
  shorthand: 'to',
  read: ({ to }) => ({ calls: [to] }),
  create({ to, optional }, { exchange, each, next, salt }) {
    const targetOf = each(({ outbound }) => outbound(to));
    const key = salt(`call ${to}`);
    return {
      begin(call) {
        exchange.openTo(call, targetOf(call), 0, key);
      },
      answered(call, outcome) {
        if (!outcome.ok && optional) call.partial = true;
        else if (!goesOnAfter(call, outcome)) return;
        next(call);
      },
    };
  },
});
