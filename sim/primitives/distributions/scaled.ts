import type { Keyed } from '../../kernel/random.js';
import type { Duration } from '../../kernel/time.js';
import { Distribution, withinClock } from '../distribution.js';
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
    return withinClock(this.scale * this.shape.sample(source, purpose));
  }
}
