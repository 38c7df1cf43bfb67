/** The hash by which Kafka's producers spread keys over partitions. */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** MurmurHash2 of bytes, those from an index on, 32 bits, signed, as Kafka's `Utils.murmur2` has it. */
export function murmur2(bytes: Uint8Array, from = 0): number {
  const byte = (index: number) => bytes[index] as number;
  const { length } = bytes;
  let hash = SEED ^ (length - from);
  let index = from;
  for (; index + 4 <= length; index += 4) {
    let word =
      byte(index) | (byte(index + 1) << 8) | (byte(index + 2) << 16) | (byte(index + 3) << 24);
    word = Math.imul(word, MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - index;
  if (rest === 3) hash ^= byte(index + 2) << 16;
  if (rest >= 2) hash ^= byte(index + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ byte(index), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** Keys are sent as text: their decimal digits, right-aligned. No key has more. */
const digits = new Uint8Array(10);
const ZERO = 48;

/** The partition of a key, below 2^31: the hash of its digits without the sign, modulo the partitions. */
export function partitionOfKey(key: number, partitions: number): number {
  let first = digits.length;
  let rest = key;
  do {
    digits[--first] = ZERO + (rest % 10);
    rest = (rest / 10) | 0;
  } while (rest > 0);
  return (murmur2(digits, first) & 0x7fffffff) % partitions;
}
