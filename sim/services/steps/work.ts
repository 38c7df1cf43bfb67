import type { Call } from '../../primitives/call.js';
import type { Distribution } from '../../primitives/distribution.js';
import { distribution } from '../../primitives/distributions/index.js';
import { instanceOf } from '../instance.js';
import { next } from '../program.js';
import { defineStep, type Step } from '../step.js';

/** A class, as are calls: what most operations consist of goes without closures of its own. */
class Work implements Step {
  constructor(
    private readonly demand: Distribution,
    private readonly purpose: number,
  ) {}

  begin(call: Call): void {
    const { service, number } = instanceOf(call);
    service.scheduler.work(number, call, this.demand.sample(call, this.purpose));
  }

  woken(call: Call): void {
    const { service, number } = instanceOf(call);
    service.scheduler.finish(number, call);
    next(call);
  }

  left(call: Call): void {
    const { service, number } = instanceOf(call);
    service.scheduler.abandon(number, call);
  }

  disowned(call: Call): void {
    const { service, number } = instanceOf(call);
    if (call.unwanted) service.scheduler.disown?.(number, call);
  }
}

export const work = defineStep({
  kind: 'work',
  summary: 'Computes: takes a core for a time.',
  source: 'service demand: Denning and Buzen, Computing Surveys 10(3), 1978',
  options: { demand: distribution({ doc: 'Core time at normal speed.' }) },
  shorthand: 'demand',
  create: ({ demand }, { salt }) => new Work(demand, salt('work')),
});
