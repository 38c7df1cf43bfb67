/** A program: steps made ready for one service, run one after the other for each call. */
import type { Call, Hooks } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Step } from './step.js';

const PARTIAL = Outcome.answer('partial', '');

/** Runs steps by a call's `count`, and hands on to the step that the call is at. */
export class Program {
  private readonly steps: PreparedStep[] = [];

  /** Steps are added after the program exists: they hand calls back to it. */
  add(step: Step): void {
    this.steps.push(new PreparedStep(step));
  }

  enter(call: Call): void {
    call.count = 0;
    this.run(call);
  }

  /** Goes on with the step after the current one; steps get it as it is. */
  readonly next = (call: Call): void => {
    call.count++;
    this.run(call);
  };

  answered(call: Call, outcome: Outcome, tag: number): void {
    this.steps[call.count]?.answered(call, outcome, tag);
  }

  woken(call: Call): void {
    this.steps[call.count]?.woken(call);
  }

  left(call: Call): void {
    this.steps[call.count]?.left?.(call);
  }

  /** For steps within a step, which have a call of their own. */
  hooks(): Hooks {
    return {
      enter: (call) => this.enter(call),
      answered: (call, outcome, tag) => this.answered(call, outcome, tag),
      woken: (call) => this.woken(call),
      left: (call) => this.left(call),
    };
  }

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
