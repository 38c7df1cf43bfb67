/**
 * MSER: how much of the beginning of a series to leave out, so that the start does not bias its mean. Of all
 * truncation points up to the middle, the one at which the rest has the smallest standard error wins.
 * Source: White, Simulation 69(6), 1997; White and Robinson, J. of Simulation 4(4), 2010 (MSER-5).
 */

/**
 * How many of the first values to leave out.
 * @param batch values averaged before the search, which smooths it.
 */
export function mserTruncation(values: ArrayLike<number>, batch = 5): number {
  const count = Math.floor(values.length / batch);
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let kept = 0;
  let mean = 0;
  let squares = 0;
  // Backwards, so that each truncation point adds one batch to those that are kept (Welford).
  for (let point = count - 1; point >= 0; point--) {
    const value = batchMean(values, point * batch, batch);
    const delta = value - mean;
    kept++;
    mean += delta / kept;
    squares += delta * (value - mean);
    const error = squares / (kept * kept);
    if (point <= count / 2 && error <= smallest) {
      smallest = error;
      best = point;
    }
  }
  return best * batch;
}

function batchMean(values: ArrayLike<number>, from: number, length: number): number {
  let sum = 0;
  for (let index = from; index < from + length; index++) sum += values[index] as number;
  return sum / length;
}
