/**
 * The yardstick: nanoseconds that a plain binary heap of 1,024 events needs, on this machine and now, to
 * give its first and take another. Times over it can be set beside those of other machines.
 */

const PENDING = 1024;
const HOLDS = 2_000_000;

export function yardstick() {
  const heap = new Float64Array(PENDING).map(() => Math.random()).sort();
  const gaps = new Float64Array(4096).map(() => -Math.log(Math.random()));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const begun = performance.now();
    for (let n = 0; n < HOLDS; n++) replaceFirst(heap, heap[0] + gaps[n & 4095]);
    best = Math.min(best, ((performance.now() - begun) / HOLDS) * 1e6);
  }
  return best;
}

function replaceFirst(heap, time) {
  let hole = 0;
  for (let child = 1; child < PENDING; child = 2 * hole + 1) {
    if (child + 1 < PENDING && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= time) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = time;
}
