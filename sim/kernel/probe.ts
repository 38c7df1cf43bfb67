/**
 * The probe: a model says once, in domain words, what happened; observers decide what it means.
 *
 * A fact is a token that the file owning it exports. In a run every fact has one channel, which a model
 * fetches once and emits on; without listeners an emission is an empty call. Arguments are passed as
 * they are, never wrapped, so that telling costs no memory.
 */

type Listener<A extends unknown[]> = (...facts: A) => void;

/** A kind of thing that can happen, with the types of what is told about it. */
export class Fact<A extends unknown[]> {
  /** Carries the argument types; never has a value. */
  declare readonly arguments: A;

  /** @param name past tense after the entity, such as `circuit-breaker.opened`. */
  constructor(readonly name: string) {}
}

/** One fact in one run. */
export class Channel<A extends unknown[]> {
  private readonly listeners: Listener<A>[] = [];
  /** Tells every listener, in the order in which they were added. */
  emit: Listener<A> = silence;

  listen(listener: Listener<A>): void {
    this.listeners.push(listener);
    const { listeners } = this;
    this.emit =
      listeners.length === 1
        ? listener
        : (...facts) => {
            for (const each of listeners) each(...facts);
          };
  }
}

/** All channels of one run. */
export class Probe {
  private readonly channels = new Map<Fact<never>, Channel<never>>();

  /** The channel of a fact; the same one each time. */
  channel<A extends unknown[]>(fact: Fact<A>): Channel<A> {
    const key = fact as unknown as Fact<never>;
    let channel = this.channels.get(key);
    if (channel === undefined) {
      channel = new Channel<never>();
      this.channels.set(key, channel);
    }
    return channel as unknown as Channel<A>;
  }

  /** Calls the listener at each occurrence of the fact. */
  on<F extends Fact<never>>(fact: F, listener: Listener<F['arguments']>): void {
    this.channel(fact).listen(listener as Listener<never>);
  }
}

function silence(): void {}
