import type { Keyed } from '../../kernel/random.js';
import { type Duration, END_OF_TIME, toDuration } from '../../kernel/time.js';
import { Distribution } from '../distribution.js';
import type { Quantiles } from '../quantiles.js';

/** Durations of a shape times a scale; one class for all families, so that sampling is one look-up. */
export class Scaled extends Distribution {
  constructor(
    readonly mean: number,
    private readonly scale: number,
    private readonly shape: Quantiles,
  ) {
    super();
  }

  variate(u: number): number {
    return this.scale * this.shape.exact(u);
  }

  override sample(source: Keyed, purpose: number): Duration {
    const nanoseconds = this.scale * this.shape.sample(source, purpose);
    return nanoseconds < END_OF_TIME ? toDuration(nanoseconds) : (END_OF_TIME as number);
  }
}
