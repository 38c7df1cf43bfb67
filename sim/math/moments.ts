/** Mean and variance of a stream of values, without keeping them. */

/** Moments as plain data. */
export interface MomentsData {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

/** Welford's recurrence: exact to the last bits however long the stream and large the mean. */
export class OnlineMoments {
  count = 0;
  mean = 0;
  /** Sum of squared deviations from the mean. */
  squares = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (value - this.mean);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Chan, Golub and LeVeque's pairwise update. */
  merge(other: MomentsData): void {
    if (other.count === 0) return;
    const count = this.count + other.count;
    const delta = other.mean - this.mean;
    this.mean += (delta * other.count) / count;
    this.squares += other.squares + (delta * delta * this.count * other.count) / count;
    this.count = count;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  restore({ count, mean, squares, min, max }: MomentsData): void {
    this.count = count;
    this.mean = mean;
    this.squares = squares;
    this.min = min;
    this.max = max;
  }

  clear(): void {
    this.restore({
      count: 0,
      mean: 0,
      squares: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    });
  }

  /** Unbiased sample variance; 0 for fewer than two values. */
  get variance(): number {
    return this.count > 1 ? this.squares / (this.count - 1) : 0;
  }
}
