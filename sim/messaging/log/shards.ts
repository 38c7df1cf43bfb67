/** Shards: partitions whose writes and reads have a rate limit each, as Amazon Kinesis has them. */
import { salt } from '../../kernel/random.js';
import type { Call, Hooks } from '../../primitives/call.js';
import type { Distribution } from '../../primitives/distribution.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import { TokenBucket } from '../../primitives/token-bucket.js';
import { type BrokerModel, type BrokerSite, letterOf } from '../broker.js';
import { type Letter, Message } from '../message.js';
import type { Group } from './group.js';
import { partitionOfKey } from './murmur.js';

export interface ShardOptions {
  readonly shards: number;
  /** Records a second that one shard takes. */
  readonly rate: number;
  readonly write: Distribution;
}

const WRITE = salt('shard.write');

export class Shards implements BrokerModel {
  private readonly buckets: readonly TokenBucket[];
  private down = false;
  private serial = 0;
  private readonly refused: Outcome;
  private readonly limited: Outcome;

  constructor(
    private readonly site: BrokerSite,
    readonly subscriptions: readonly Group[],
    private readonly options: ShardOptions,
  ) {
    const { shards, rate } = options;
    this.buckets = Array.from({ length: shards }, () => new TokenBucket(rate, rate));
    this.refused = Outcome.failure('refused', site.name);
    this.limited = Outcome.failure('rate-limited', site.name);
  }

  hooks(): Hooks {
    return {
      enter: (call) => this.enter(call),
      woken: (call) => {
        if (!this.down) this.take(letterOf(call));
        call.settle(this.down ? this.refused : OK);
      },
    };
  }

  private enter(call: Call): void {
    const bucket = this.buckets[this.shardOf(call.request.key)] as TokenBucket;
    if (this.down) call.settle(this.refused);
    else if (!bucket.tryTake(this.site.exchange.simulation.now)) call.settle(this.limited);
    else call.wake(this.options.write.sample(call, WRITE));
  }

  private shardOf(key: number): number {
    const { shards } = this.options;
    return key >= 0 ? partitionOfKey(key, shards) : this.serial % shards;
  }

  take(letter: Letter): void {
    const shard = this.shardOf(letter.key);
    const serial = this.serial++;
    for (const group of this.subscriptions) group.put(new Message(letter, serial), shard);
  }

  setDown(down: boolean): void {
    this.down = down;
    for (const group of this.subscriptions) group.setDown(down);
  }
}
