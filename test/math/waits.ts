import { draw, type Keyed } from '../../sim/kernel/random.js';
import { ln } from '../../sim/math/arithmetic.js';

/** Waits of the first customers of an M/M/1 with service rate 1, by Lindley's recursion: no simulator. */
export function mm1Waits(experiment: number, customers: number, load: number): Float64Array {
  const key: Keyed = {
    keyHigh: Math.imul(experiment, 0x9e3779b1),
    keyLow: experiment ^ 0x5bf03635,
  };
  const waits = new Float64Array(customers);
  let wait = 0;
  for (let n = 0; n < customers; n++) {
    waits[n] = wait;
    const service = -ln(1 - draw(key, 2 * n));
    const gap = -ln(1 - draw(key, 2 * n + 1)) / load;
    wait = Math.max(0, wait + service - gap);
  }
  return waits;
}

export function meanOf(values: ArrayLike<number>, from = 0): number {
  let sum = 0;
  for (let index = from; index < values.length; index++) sum += values[index] as number;
  return sum / (values.length - from);
}
