/** A conversation: who publishes what and when, who takes it and what becomes of them; for a model and for a product. */

/** Described in the words of a scenario; a product is set up from the same options. */
export interface Conversation {
  /** What it asks. */
  readonly name: string;
  /** The broker with its options. */
  readonly broker: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly subscriber?: Readonly<Record<string, unknown>>;
  /** How many consumers there are; they are called a, b, c. */
  readonly consumers?: number;
  /** How many times as long as the last consumer the others take; in falling order. */
  readonly paces?: readonly number[];
  /** Milliseconds at which messages 1, 2, 3 are published. */
  readonly publishes: readonly number[];
  /** Steps of the consumer's operation; 200 ms of work unless said. */
  readonly work?: readonly object[];
  readonly faults?: readonly object[];
  /** Milliseconds after which nobody listens any more. */
  readonly lasts: number;
  /** What is compared where the product leaves the order to chance; else, the order of events. */
  readonly tells?: (happenings: readonly Happening[]) => string;
  /** Why model and product disagree, where that is known. */
  readonly differs?: string;
}

/** One thing that one participant saw. */
export interface Happening {
  /** Milliseconds since the first message could be published. */
  readonly at: number;
  /** A consumer, the publisher, or who gets dead letters. */
  readonly who: string;
  /** Such as `3`, or `3*` when it comes again. */
  readonly what: string;
}

/** What a consumer does with a message, and how long (ms) one of pace 1 takes for it. */
export interface Manner {
  readonly takes: number;
  readonly ok: boolean;
}

/** Its work is not over when everything is, or when it dies. */
export const UNFINISHED: Manner = { takes: 60_000, ok: true };

/** What consumers do, taken from the run of the model: the product meets the same. */
export interface Script {
  /** By message and how often it has been delivered: `3/1`. */
  readonly manners: ReadonlyMap<string, Manner>;
  readonly deaths: readonly { readonly consumer: number; readonly at: number }[];
  readonly returns: readonly { readonly consumer: number; readonly at: number }[];
}

export const paceOf = ({ paces }: Conversation, consumer: number): number => paces?.[consumer] ?? 1;

export const nameOf = (consumer: number): string => String.fromCharCode(97 + consumer);

/** A message as a consumer sees it, by the times that it was delivered, as far as the product tells them. */
export function seen(message: number, deliveries: number | boolean): string {
  if (typeof deliveries === 'boolean') return deliveries ? `${message}*` : `${message}`;
  return deliveries > 1 ? `${message}*${deliveries}` : `${message}`;
}

/** What is further apart than this (ms) has an order for everybody; within, only for each participant. */
const TOGETHER = 90;

/** The order of events: `a 1 2, b 3 | a 4 | a 3*`. Bars part what one machine can tell apart from another's. */
export function orderOf(happenings: readonly Happening[]): string {
  const bursts: Map<string, string[]>[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, who, what } of [...happenings].sort((a, b) => a.at - b.at)) {
    if (at - last > TOGETHER) bursts.push(new Map());
    last = at;
    const burst = bursts.at(-1) as Map<string, string[]>;
    burst.set(who, [...(burst.get(who) ?? []), what]);
  }
  const inOrder = (burst: Map<string, string[]>) =>
    [...burst].sort(([a], [b]) => (a < b ? -1 : 1)).map(([who, all]) => `${who} ${all.join(' ')}`);
  return bursts.map((burst) => inOrder(burst).join(', ')).join(' | ');
}

/** What came of it, in words. */
export function outcomeOf({ tells }: Conversation, happenings: readonly Happening[]): string {
  return (tells ?? orderOf)(happenings);
}

/** Instants too near to each other, and too far to be one burst, would come in another order on a slow machine. */
export function tooClose(happenings: readonly Happening[]): readonly string[] {
  const sorted = [...happenings].sort((a, b) => a.at - b.at);
  return sorted.flatMap(({ at, who, what }, index) => {
    const gap = at - (sorted[index - 1]?.at ?? Number.NEGATIVE_INFINITY);
    return gap > 25 && gap < 150 ? [`${who} ${what} at ${at}`] : [];
  });
}
