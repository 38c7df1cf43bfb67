/** What products that only pass messages on have in common. */
import { flag, integer, size } from '../../catalogue/scalars.js';
import type { Duration } from '../../kernel/time.js';
import { type BrokerModel, type BrokerSite, subscriptionsOf } from '../broker.js';
import { FanOut } from '../fanout/broker.js';
import { type FanOutRules, FanOutSubscription } from '../fanout/subscription.js';
import { CARE, type Handling } from '../subscription.js';

/** What every subscriber can say. */
export const LISTENER = {
  concurrency: integer({
    doc: 'Messages that one consumer instance works on at once; others wait in its buffer.',
    default: 1,
    min: 1,
    source: 'one callback at a time, as most clients have it',
  }),
  deduplicate: CARE.deduplicate,
  'late-after': CARE['late-after'],
};

export const MESSAGE_SIZE = size({ doc: 'Of one message.', default: '1KiB' });

/** @param fallback what the product does unless told otherwise. */
export function everyInstance(fallback: boolean, source: string) {
  return flag({
    doc: 'Every instance of the subscriber gets every message; otherwise one of them does.',
    default: fallback,
    source,
  });
}

interface Listener {
  readonly concurrency: number;
  readonly deduplicate?: Duration;
  readonly 'late-after'?: Duration;
  readonly 'every-instance': boolean;
}

interface Buffering extends Omit<FanOutRules, 'concurrency' | 'everyInstance' | keyof Handling> {
  /** Who asks is told at once when nobody is there to answer. */
  readonly tellsOfNobody?: boolean;
}

export function createFanOut(
  site: BrokerSite,
  subscribers: Readonly<Record<string, Listener>>,
  { tellsOfNobody = false, ...buffering }: Buffering,
): BrokerModel {
  const subscriptions = subscriptionsOf(site, subscribers, (each, subscriber) => {
    const { 'every-instance': everyInstance, ...handling } = each;
    return new FanOutSubscription(subscriber, { ...buffering, ...handling, everyInstance });
  });
  return new FanOut(site, subscriptions, tellsOfNobody);
}
