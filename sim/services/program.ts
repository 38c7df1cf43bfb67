/** A program: steps made ready for one instance, run one after the other for each call. */
import type { Call, Hooks } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Step } from './step.js';

const PARTIAL = Outcome.answer('partial', '');

/** Runs steps by a call's `count`; the hooks hand on to the step that the call is at. */
export class Program implements Hooks {
  private readonly steps: PreparedStep[] = [];

  /** Steps are added after the program exists: they hand calls back to it. */
  add(step: Step): void {
    this.steps.push(new PreparedStep(step));
  }

  readonly enter = (call: Call): void => {
    call.count = 0;
    this.run(call);
  };

  /** Goes on with the step after the current one. */
  readonly next = (call: Call): void => {
    call.count++;
    this.run(call);
  };

  readonly answered = (call: Call, outcome: Outcome, tag: number): void => {
    this.steps[call.count]?.answered(call, outcome, tag);
  };

  readonly woken = (call: Call): void => {
    this.steps[call.count]?.woken(call);
  };

  readonly left = (call: Call): void => {
    this.steps[call.count]?.left?.(call);
  };

  private run(call: Call): void {
    const step = this.steps[call.count];
    if (step === undefined) call.settle(call.partial ? PARTIAL : OK);
    else step.begin(call);
  }
}

/** A step in one shape, whatever its kind: calls to it stay fast. */
class PreparedStep {
  readonly begin: Step['begin'];
  readonly answered: NonNullable<Step['answered']>;
  readonly woken: NonNullable<Step['woken']>;
  readonly left: Step['left'];

  constructor(step: Step) {
    this.begin = step.begin;
    this.answered = step.answered ?? nothing;
    this.woken = step.woken ?? nothing;
    this.left = step.left;
  }
}

function nothing(): void {}
