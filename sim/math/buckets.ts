/** Counts of positive durations in buckets of a bounded relative width: 128 for each factor of two. */

const SUB_BITS = 7;
const SUB_BUCKETS = 1 << SUB_BITS;
/** A double, and its bits: which word has the exponent depends on the machine. */
const DOUBLE = new Float64Array([1]);
const WORDS = new Uint32Array(DOUBLE.buffer);
const UPPER = WORDS[1] === 0 ? 0 : 1;
/** The exponent of what lies in the octave before 128, as doubles have it. */
const LEAST_EXPONENT = 1023 + SUB_BITS - 1;
/** Enough for the clock's range. */
const OCTAVES = 56;

type Octaves = (Float64Array | undefined)[];

/** What all share that have counted nothing yet. */
const NONE: Octaves = new Array(OCTAVES).fill(undefined);

export class Buckets {
  /** Counts by octave; an octave nobody fell into takes no memory. */
  private octaves = NONE;

  /** Counts a value of 0 or more. */
  bump(value: number): void {
    let index = 0;
    let bucket: number;
    if (value < SUB_BUCKETS) bucket = value | 0;
    else {
      // Below 128 every integer has a bucket; above, the exponent and the leading bits of the double choose one.
      DOUBLE[0] = value;
      const word = WORDS[UPPER] as number;
      index = (word >>> 20) - LEAST_EXPONENT;
      bucket = (word >>> (20 - SUB_BITS)) & (SUB_BUCKETS - 1);
    }
    const octave = this.octaves[index] ?? this.octave(index);
    octave[bucket] = (octave[bucket] as number) + 1;
  }

  /** Counts the value 0 so many times. */
  addZeros(times: number): void {
    const octave = this.octave(0);
    octave[0] = (octave[0] as number) + times;
  }

  clear(): void {
    if (this.octaves === NONE) return;
    for (const octave of this.octaves) octave?.fill(0);
  }

  merge(other: Buckets): void {
    for (let index = 0; index < OCTAVES; index++) {
      const octave = other.octaves[index];
      if (octave === undefined) continue;
      const own = this.octave(index);
      for (let bucket = 0; bucket < SUB_BUCKETS; bucket++) {
        own[bucket] = (own[bucket] as number) + (octave[bucket] as number);
      }
    }
  }

  /** The value of a rank from 1 on, taking values to be spread evenly over their bucket; null beyond the last. */
  valueOf(rank: number): number | null {
    let before = 0;
    for (const [index, octave] of this.octaves.entries()) {
      for (let bucket = 0; octave !== undefined && bucket < SUB_BUCKETS; bucket++) {
        const here = octave[bucket] as number;
        if (before + here >= rank) {
          const low = lowerEnd(index, bucket);
          const width = lowerEnd(index, bucket + 1) - low;
          return low + (width * (rank - before - 0.5)) / here;
        }
        before += here;
      }
    }
    return null;
  }

  /** Bucket index and count in turn, buckets in order, those that are not empty. */
  toData(): number[] {
    const data: number[] = [];
    for (const [index, octave] of this.octaves.entries()) {
      for (let bucket = 0; octave !== undefined && bucket < SUB_BUCKETS; bucket++) {
        const here = octave[bucket] as number;
        if (here > 0) data.push(index * SUB_BUCKETS + bucket, here);
      }
    }
    return data;
  }

  /** Takes counts from what another gave with `toData`. */
  restore(data: readonly number[]): void {
    for (let n = 0; n < data.length; n += 2) {
      const index = data[n] as number;
      const octave = this.octave(Math.floor(index / SUB_BUCKETS));
      octave[index % SUB_BUCKETS] = data[n + 1] as number;
    }
  }

  private octave(index: number): Float64Array {
    if (this.octaves === NONE) this.octaves = [...NONE];
    let octave = this.octaves[index];
    if (octave === undefined) {
      octave = new Float64Array(SUB_BUCKETS);
      this.octaves[index] = octave;
    }
    return octave;
  }
}

/** The smallest value of a bucket; bucket 128 is the first of the next octave. */
function lowerEnd(octave: number, bucket: number): number {
  if (octave === 0) return bucket;
  let value = SUB_BUCKETS + bucket;
  for (let n = 1; n < octave; n++) value *= 2;
  return value;
}
