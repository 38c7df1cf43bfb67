/** A program: steps made ready for one instance, run one after the other for each call. */
import type { Call, Hooks } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Step } from './step.js';

const PARTIAL = Outcome.answer('partial', '');

/** Runs steps by a call's `count`; the hooks hand on to the step that the call is at. */
export class Program implements Hooks {
  private readonly steps: Step[] = [];

  /** Steps are added after the program exists: they hand calls back to it. */
  add(step: Step): void {
    this.steps.push(step);
  }

  enter(call: Call): void {
    call.count = 0;
    this.run(call);
  }

  /** Goes on with the step after the current one; bound, to be handed to steps. */
  readonly next = (call: Call): void => {
    call.count++;
    this.run(call);
  };

  answered(call: Call, outcome: Outcome, tag: number): void {
    this.steps[call.count]?.answered?.(call, outcome, tag);
  }

  woken(call: Call): void {
    this.steps[call.count]?.woken?.(call);
  }

  left(call: Call): void {
    this.steps[call.count]?.left?.(call);
  }

  private run(call: Call): void {
    const step = this.steps[call.count];
    if (step === undefined) call.settle(call.partial ? PARTIAL : OK);
    else step.begin(call);
  }
}
