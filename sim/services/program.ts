/**
 * A program: steps made ready for one service, run one after the other for each call. It is known by its
 * first stage; each leads to the next, so that a call needs to know only where it is.
 */
import type { Call, Hooks } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Step } from './step.js';

const PARTIAL = Outcome.answer('partial', '');

/** Where a call is in a program, in its `item`. */
export class Stage {
  constructor(
    /** Null before the first step and after the last. */
    private readonly step: Step | null,
    private readonly following: Stage | null,
  ) {}

  /** The call goes on here; after the last step it is answered. */
  enter(call: Call): void {
    call.item = this;
    const { step } = this;
    if (step === null) call.settle(call.partial ? PARTIAL : OK);
    else step.begin(call);
  }

  /** The step is done. */
  leave(call: Call): void {
    (this.following as Stage).enter(call);
  }

  answered(call: Call, outcome: Outcome, tag: number): void {
    this.step?.answered?.(call, outcome, tag);
  }

  woken(call: Call): void {
    this.step?.woken?.(call);
  }

  left(call: Call): void {
    this.step?.left?.(call);
  }

  disowned(call: Call): void {
    this.step?.disowned?.(call);
  }
}

/** Before the first step, and after the last. */
export const OUTSIDE = new Stage(null, null);

/** @param steps hand calls back by {@link next}. */
export function program(steps: readonly Step[]): Stage {
  return steps.reduceRight((following, step) => new Stage(step, following), OUTSIDE);
}

/** Where a call is that runs a program. */
export const stageOf = ({ item }: Call): Stage => item as Stage;

/** A step is done: its call goes on with the one after it. */
export function next(call: Call): void {
  stageOf(call).leave(call);
}

/** For steps within a step, which have a call of their own. */
export function hooksOf(first: Stage): Hooks {
  return {
    enter: (call) => first.enter(call),
    answered: (call, outcome, tag) => stageOf(call).answered(call, outcome, tag),
    woken: (call) => stageOf(call).woken(call),
    left: (call) => stageOf(call).left(call),
    disowned: (call) => stageOf(call).disowned(call),
  };
}
