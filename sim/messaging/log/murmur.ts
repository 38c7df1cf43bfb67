/** The hash by which Kafka's producers spread keys over partitions. */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** MurmurHash2 of a text in ASCII, 32 bits, signed, as Kafka's `Utils.murmur2` has it. */
export function murmur2(text: string): number {
  const { length } = text;
  const byte = (index: number) => text.charCodeAt(index) & 0xff;
  let hash = SEED ^ length;
  let index = 0;
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

/** The partition of a key: the hash without its sign, modulo the partitions. */
export function partitionOfKey(key: number, partitions: number): number {
  return (murmur2(String(key)) & 0x7fffffff) % partitions;
}
