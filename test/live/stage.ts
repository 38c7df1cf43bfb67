/** The stage on which a product plays a conversation, in real time: the model's script says what its consumers do. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Conversation,
  type Happening,
  type Manner,
  nameOf,
  paceOf,
  type Script,
  seen,
} from './conversation.js';

/** What a product tells of. */
export interface Listener {
  /**
   * A consumer has a message; `done` is called when its work is over, unless it died before.
   *
   * @param deliveries how often it was delivered, or only whether it was before.
   */
  taken(
    consumer: number,
    message: number,
    deliveries: number | boolean,
    done: (ok: boolean) => void,
  ): void;
  /** Something else happened, such as a dead letter. */
  told(who: string, what: string): void;
}

/** A conversation on a product, set up and ready. */
export interface Play {
  /** Time begins. */
  begin?(): void;
  publish(message: number): void;
  /** A consumer connects and takes messages from now on. */
  join(consumer: number): Promise<void>;
  /** Its connection breaks, as when its process is killed. */
  kill(consumer: number): void;
  close(): Promise<void>;
}

/** A product that runs. */
export interface Product {
  /** Such as `RabbitMQ 3.10.8`. */
  readonly name: string;
  open(conversation: Conversation, listener: Listener): Promise<Play>;
  stop(): Promise<void>;
}

/** One that the model never delivered so often is treated as the last time. */
function mannerOf(script: Script, message: number, count: number): Manner {
  const known = script.manners.get(`${message}/${count}`);
  if (known !== undefined) return known;
  return count > 1 ? mannerOf(script, message, count - 1) : { takes: 200, ok: true };
}

export async function perform(
  product: Product,
  conversation: Conversation,
  script: Script,
): Promise<readonly Happening[]> {
  const happenings: Happening[] = [];
  const deliveries = new Map<number, number>();
  const lives = new Map<number, number>();
  let begun = Number.POSITIVE_INFINITY;
  let open = true;
  const now = () => performance.now() - begun;
  const told = (who: string, what: string) => {
    if (open) happenings.push({ at: now(), who, what });
  };
  const play = await product.open(conversation, {
    told,
    taken(consumer, message, times, done) {
      told(nameOf(consumer), seen(message, times));
      const count = (deliveries.get(message) ?? 0) + 1;
      deliveries.set(message, count);
      const { takes, ok } = mannerOf(script, message, count);
      const life = lives.get(consumer);
      setTimeout(() => {
        if (open && lives.get(consumer) === life) done(ok);
      }, takes * paceOf(conversation, consumer));
    },
  });
  const consumers = Array.from({ length: conversation.consumers ?? 1 }, (_, index) => index);
  try {
    for (const consumer of consumers) await play.join(consumer);
    await sleep(150);
    begun = performance.now();
    play.begin?.();
    const plan = [
      ...script.deaths.map(({ consumer, at }) => ({
        at,
        act: () => {
          lives.set(consumer, (lives.get(consumer) ?? 0) + 1);
          play.kill(consumer);
        },
      })),
      ...conversation.publishes.map((at, index) => ({ at, act: () => play.publish(index + 1) })),
      ...script.returns.map(({ consumer, at }) => ({ at, act: () => void play.join(consumer) })),
    ];
    for (const { at, act } of plan.sort((a, b) => a.at - b.at)) {
      if (at > now()) await sleep(at - now());
      act();
    }
    await sleep(Math.max(0, conversation.lasts - now()));
  } finally {
    open = false;
    await play.close();
  }
  return happenings;
}
