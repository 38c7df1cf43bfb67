/**
 * Random numbers that stay where they are when something else changes.
 *
 * Every client request and every call made for it carries a 64-bit key of its own; a draw is a pure
 * function of that key and a purpose. So a request meets the same service demands, network delays and choices
 * whatever policy is put around it: common random numbers hold across strategies, request by request.
 *
 * The mixing of keys is two rounds of a 32-bit finaliser of very low bias (C. Wellons' hash prospector)
 * over both halves. Over requests, over purposes and over nested calls it passes the Dieharder battery:
 * see docs/decisions/0003-random-streams.md.
 */
import seedrandom from 'seedrandom';

/** Anything that carries a key: 64 random bits in two int32 halves. */
export interface Keyed {
  keyHigh: number;
  keyLow: number;
}

/** Names a run's randomness: the scenario's seed and the replication's number from 0. */
export interface RandomRoot {
  readonly seed: number;
  readonly replication: number;
}

/** The key from which the keys of one entity's requests are derived. */
export function rootKey(root: RandomRoot, entity: string, purpose: string): Keyed {
  const generator = seedrandom.alea(streamName(root, entity, purpose));
  return { keyHigh: generator.int32(), keyLow: generator.int32() };
}

function streamName(root: RandomRoot, entity: string, purpose: string): string {
  return `${root.seed}/${root.replication}/${entity}/${purpose}`;
}

/** A salt for {@link deriveKey} and {@link draw}: a hash of a name (FNV-1a, 32 bits). */
export function salt(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

// Constants instead of declarations: V8 compiles these into their callers without asking each time which function they are.

const mix = (x: number): number => {
  let y = x ^ (x >>> 16);
  y = Math.imul(y, 0x21f0aaad);
  y ^= y >>> 15;
  y = Math.imul(y, 0x735a2d97);
  return y ^ (y >>> 15);
};

/** Gives `child` a key derived from its parent's: the same whenever parent and salt are the same. */
export const deriveKey = (child: Keyed, parent: Keyed, salt: number): void => {
  const low = drawLow(parent, salt);
  const high = drawHigh(parent, low);
  child.keyHigh = high;
  child.keyLow = trailing(high, low) | 0;
};

/** Gives `child` the key of another. */
export const copyKey = (child: Keyed, { keyHigh, keyLow }: Keyed): void => {
  child.keyHigh = keyHigh;
  child.keyLow = keyLow;
};

/** Gives `child` its parent's key or, with a salt other than 0, one derived from it. */
export const giveKey = (child: Keyed, parent: Keyed, salt: number): void => {
  if (salt === 0) copyKey(child, parent);
  else deriveKey(child, parent, salt);
};

/** A uniform variate in (0, 1), of 52 bits, that belongs to a key and a purpose. */
export const draw = (source: Keyed, purpose: number): number => {
  const low = drawLow(source, purpose);
  return uniform(drawHigh(source, low), low);
};

/** The low half of a draw's bits. */
export const drawLow = ({ keyLow }: Keyed, purpose: number): number =>
  mix(keyLow + Math.imul(purpose, 0x9e3779b1));

/** The high half, which goes with a low one. */
export const drawHigh = ({ keyHigh }: Keyed, low: number): number => mix(keyHigh ^ low);

/** The variate of a draw's two halves. */
export const uniform = (high: number, low: number): number =>
  ((high >>> 6) * 67108864 + ((trailing(high, low) >>> 6) + 0.5)) * 2.220446049250313e-16;

/** The variate's first 32 bits. */
export const leadingBits = (high: number, low: number): number =>
  (high & ~63) | (trailing(high, low) >>> 26);

/** What follows the first 26 bits of a variate, as the upper bits of a word. */
const trailing = (high: number, low: number): number => low + Math.imul(high, 0x85ebca77);
