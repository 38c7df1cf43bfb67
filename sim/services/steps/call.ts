import { flag, reference } from '../../catalogue/scalars.js';
import type { Call } from '../../primitives/call.js';
import type { Outcome } from '../../primitives/outcome.js';
import type { Outlet } from '../outlet.js';
import { next } from '../program.js';
import { defineStep, goesOnAfter, type Step } from '../step.js';

class CallStep implements Step {
  constructor(
    private readonly way: Outlet,
    private readonly key: number,
    private readonly optional: boolean,
  ) {}

  begin(call: Call): void {
    this.way.open(call, this.key);
  }

  answered(call: Call, outcome: Outcome): void {
    if (!outcome.ok && this.optional) call.partial = true;
    else if (!goesOnAfter(call, outcome)) return;
    next(call);
  }
}

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
  create: ({ to, optional }, { outbound, salt }) =>
    new CallStep(outbound(to), salt(`call ${to}`), optional),
});
