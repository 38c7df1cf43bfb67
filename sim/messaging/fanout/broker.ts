/** A broker that keeps nothing: what is published is sent to whoever is there, and confirmed. */
import type { Hooks } from '../../primitives/call.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import { type BrokerModel, type BrokerSite, letterOf } from '../broker.js';
import { type Letter, Message } from '../message.js';
import type { FanOutSubscription } from './subscription.js';

export class FanOut implements BrokerModel {
  private down = false;
  private serial = 0;
  private readonly refused: Outcome;
  private readonly nobody: Outcome;

  constructor(
    { name }: BrokerSite,
    readonly subscriptions: readonly FanOutSubscription[],
    /** Who asks is told when nobody is there to answer. */
    private readonly tellsOfNobody: boolean,
  ) {
    this.nobody = Outcome.failure('unavailable', name);
    this.refused = Outcome.failure('refused', name);
  }

  hooks(): Hooks {
    return {
      enter: (call) => {
        const letter = letterOf(call);
        if (this.down) call.settle(this.refused);
        else if (letter.correlation !== null && this.tellsOfNobody && !this.reachesSomebody) {
          call.settle(this.nobody);
        } else {
          this.take(letter);
          call.settle(OK);
        }
      },
    };
  }

  private get reachesSomebody(): boolean {
    return this.subscriptions.some((each) => each.reachesSomebody);
  }

  take(letter: Letter): void {
    const copy = () => new Message(letter, this.serial++);
    for (const subscription of this.subscriptions) subscription.publish(copy);
  }

  setDown(down: boolean): void {
    this.down = down;
    for (const subscription of this.subscriptions) subscription.setDown(down);
  }
}
