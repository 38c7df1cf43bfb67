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

  constructor(
    { name }: BrokerSite,
    readonly subscriptions: readonly FanOutSubscription[],
  ) {
    this.refused = Outcome.failure('refused', name);
  }

  hooks(): Hooks {
    return {
      enter: (call) => {
        if (!this.down) this.take(letterOf(call));
        call.settle(this.down ? this.refused : OK);
      },
    };
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
