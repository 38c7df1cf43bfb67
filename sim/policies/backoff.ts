/** Back-off: how long to wait before the next attempt, or before a breaker probes again. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { duration } from '../catalogue/scalars.js';
import { draw, type Keyed } from '../kernel/random.js';
import type { Duration } from '../kernel/time.js';
import type { Jitter, JitterMember, Step } from './jitter.js';
import { jitters } from './jitters/index.js';

/** The wait before retry `n`, from 0 for the first, without jitter or cap. */
export type Backoff = (n: number) => Duration;

/** A back-off's entry in the catalogue. */
export type BackoffMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Backoff
>;

export function defineBackoff<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<BackoffMember<Kind, E>, 'shorthand'> & { readonly shorthand: S }) {
  return member;
}

/** What every back-off of a retry has. */
export const COMMON = {
  jitter: jitters.field({
    doc: 'Randomness that keeps clients apart.',
    default: 'full',
    source: 'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015',
  }),
  cap: duration({ doc: 'The longest delay.', default: '20s', source: 'AWS SDK, MAX_BACKOFF' }),
};

/** A back-off as chosen in a scenario. */
export interface ChosenBackoff {
  readonly common: { readonly jitter: { kind: string; options: unknown }; readonly cap?: Duration };
}

/** One wait after the other: a back-off with its jitter and its cap. */
export class Schedule implements Step {
  n = 0;
  delay: Duration = 0;
  last: Duration = 0;
  u = 0;
  previous = 0;
  readonly base: Duration;
  readonly cap: Duration;
  private readonly jitter: Jitter;

  /** @param backoff its delays, without jitter or cap. */
  constructor(
    private readonly backoff: Backoff,
    { common }: ChosenBackoff,
  ) {
    const { create } = jitters.find(common.jitter.kind) as unknown as JitterMember;
    this.jitter = create(common.jitter.options as never);
    this.base = backoff(0);
    this.cap = common.cap ?? Number.POSITIVE_INFINITY;
  }

  /**
   * The wait before retry `n`, from 0 for the first.
   * @param last the wait before the retry before it.
   * @param source whose randomness it is, with a salt that has a room of its own for each `n`.
   */
  wait(n: number, last: Duration, source: Keyed, salt: number): Duration {
    this.n = n;
    this.delay = this.backoff(n);
    this.last = n === 0 ? this.base : last;
    this.u = draw(source, salt + n);
    this.previous = n === 0 ? 0 : draw(source, salt + n - 1);
    return Math.floor(this.jitter(this));
  }
}
