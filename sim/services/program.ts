/** A program: steps made ready for one service, run one after the other for each call. */
import type { Call, Hooks } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Step } from './step.js';

const PARTIAL = Outcome.answer('partial', '');

/** Runs steps by a call's `count`, and hands on to the step that the call is at. */
export class Program {
  /** @param steps hand calls back by {@link next}. */
  constructor(private readonly steps: readonly Step[]) {}

  enter(call: Call): void {
    call.count = 0;
    this.run(call);
  }

  /** Goes on with the step after the current one. */
  next(call: Call): void {
    call.count++;
    this.run(call);
  }

  answered(call: Call, outcome: Outcome, tag: number): void {
    this.steps[call.count]?.answered?.(call, outcome, tag);
  }

  woken(call: Call): void {
    this.steps[call.count]?.woken?.(call);
  }

  left(call: Call): void {
    this.steps[call.count]?.left?.(call);
  }

  /** For steps within a step, which have a call of their own. */
  hooks(): Hooks {
    return {
      enter: (call) => {
        call.item = this;
        this.enter(call);
      },
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

/** A step is done: its call goes on with the one after it. */
export function next(call: Call): void {
  (call.item as Program).next(call);
}
