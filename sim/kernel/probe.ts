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
  declare readonly told: A;

  /** @param name past tense after the entity, such as `call.arrived`. */
  constructor(readonly name: string) {}
}

type Told<F extends Fact<unknown[]>> = F['told'];

/** One fact in one run. */
export class Channel<A extends unknown[]> {
  /** Tells every listener, in the order in which they were added. */
  emit: Listener<A> = silence;

  listen(listener: Listener<A>): void {
    this.emit = this.emit === silence ? listener : both(this.emit, listener);
  }
}

/** All channels of one run. */
export class Probe {
  private readonly channels = new Map<Fact<unknown[]>, Channel<never[]>>();

  /** The channel of a fact; the same one each time. */
  channel<F extends Fact<unknown[]>>(fact: F): Channel<Told<F>> {
    let channel = this.channels.get(fact);
    if (channel === undefined) {
      channel = new Channel<never[]>();
      this.channels.set(fact, channel);
    }
    return channel as unknown as Channel<Told<F>>;
  }

  /** Calls the listener at each occurrence of the fact. */
  on<F extends Fact<unknown[]>>(fact: F, listener: Listener<Told<F>>): void {
    this.channel(fact).listen(listener);
  }
}

function silence(): void {}

/** Facts are passed on one by one, at most four: rest parameters would cost an array for each telling. */
function both<A extends unknown[]>(first: Listener<A>, second: Listener<A>): Listener<A> {
  const [one, two] = [first, second] as unknown as readonly [Four, Four];
  const emit: Four = (a, b, c, d) => {
    one(a, b, c, d);
    two(a, b, c, d);
  };
  return emit as unknown as Listener<A>;
}

type Four = (a: unknown, b: unknown, c: unknown, d: unknown) => void;
