/**
 * Batch means: how sure the mean of one long, dependent series is. Neighbouring waits in a queue are alike, so that
 * an interval which takes them for independent is far too narrow; means of long batches nearly are independent.
 * Source: Law and Kelton, Operations Research 32(6), 1984; Law, Simulation Modeling and Analysis, 9.5.3.
 */
import { OnlineMoments } from './moments.js';
import { studentCritical } from './student.js';

export interface BatchMeans {
  readonly mean: number;
  /** Half the width of the interval at the confidence asked for (Student t). */
  readonly halfWidth: number;
  /**
   * Variance of a mean times the number of values it is over, for long series: independent values have their
   * variance here, dependent ones many times as much.
   */
  readonly asymptoticVariance: number;
}

/**
 * @param values in the order of time; what is left over at the end by batches of equal length is not used.
 * @param batches two or more; ten to thirty are usual, the longer the better.
 * @param confidence of the interval, between 0 and 1.
 */
export function batchMeans(
  values: ArrayLike<number>,
  batches: number,
  confidence = 0.95,
): BatchMeans {
  const length = Math.floor(values.length / batches);
  const means = new OnlineMoments();
  for (let batch = 0; batch < batches; batch++) means.add(meanOf(values, batch * length, length));
  const { mean, variance } = means;
  const halfWidth = studentCritical(1 - confidence, batches - 1) * Math.sqrt(variance / batches);
  return { mean, halfWidth, asymptoticVariance: variance * length };
}

function meanOf(values: ArrayLike<number>, from: number, length: number): number {
  let sum = 0;
  for (let index = from; index < from + length; index++) sum += values[index] as number;
  return sum / length;
}
