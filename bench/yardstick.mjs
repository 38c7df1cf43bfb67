/**
 * Yardsticks: what this machine takes now for things that are no business of ours. Times over them can be
 * set beside those of other machines.
 */

const PENDING = 1024;
const HOLDS = 2_000_000;

/** A hold: nanoseconds that a plain binary heap of 1,024 events needs to give its first and take another. */
export function hold() {
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

/** Bytes that processors fetch at once, and what of them an index is. */
const LINE = 64;
const INDEX = Int32Array.BYTES_PER_ELEMENT;
const LOOK_UPS = 2_000_000;

/**
 * Nanoseconds of a look-up in a block of so many megabytes, each of which tells where the next one is: once
 * models are larger than a cache, an event takes a few of them.
 */
export function lookUp(megabytes) {
  const lines = (megabytes * 2 ** 20) / LINE;
  const block = new Int32Array((megabytes * 2 ** 20) / INDEX);
  const order = shuffled(Int32Array.from({ length: lines }, (_, n) => n * (LINE / INDEX)));
  for (const [n, place] of order.entries()) block[place] = order[(n + 1) % lines];
  let place = follow(block, 0, Math.max(lines, LOOK_UPS));
  const begun = performance.now();
  place = follow(block, place, LOOK_UPS);
  // What nobody looks at might not be computed.
  if (place < 0) throw new Error('out of the block');
  return ((performance.now() - begun) / LOOK_UPS) * 1e6;
}

function follow(block, from, steps) {
  let place = from;
  for (let n = 0; n < steps; n++) place = block[place];
  return place;
}

/** Fisher and Yates. */
function shuffled(values) {
  for (let n = values.length - 1; n > 0; n--) {
    const other = Math.floor(Math.random() * (n + 1));
    [values[n], values[other]] = [values[other], values[n]];
  }
  return values;
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
