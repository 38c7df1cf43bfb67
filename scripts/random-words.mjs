/**
 * Random words without end, as the simulator draws them, for a battery of statistical tests:
 *
 *     node scripts/random-words.mjs requests | dieharder -a -g 200
 */
import { writeSync } from 'node:fs';
import { deriveKey, draw, rootKey, salt } from '../dist/parts/bench.js';

const ROOT = rootKey({ seed: Number(process.argv[3] ?? 1), replication: 0 }, 'users', 'client');
const PURPOSE = salt('shop.buy#1');
const WORDS = 65536;

const key = { keyHigh: ROOT.keyHigh, keyLow: ROOT.keyLow };
const outer = { keyHigh: 0, keyLow: 0 };

/** Each gives the nth uniform variate of a way in which a model draws. */
const ORDERS = {
  /** One purpose, request after request. */
  requests(n) {
    deriveKey(key, ROOT, n);
    return draw(key, PURPOSE);
  },
  /** One request, purpose after purpose. */
  purposes: (n) => draw(ROOT, n),
  /** Three attempts and four purposes of each request. */
  nested(n) {
    deriveKey(outer, ROOT, Math.floor(n / 12));
    deriveKey(key, outer, Math.floor(n / 4) % 3);
    return draw(key, PURPOSE + (n % 4));
  },
  /** The bits of one purpose that the others leave out. */
  'low-bits'(n) {
    deriveKey(key, ROOT, n);
    return (draw(key, PURPOSE) * 2 ** 20) % 1;
  },
};

const next = ORDERS[process.argv[2]];
if (next === undefined) throw new Error(`one of ${Object.keys(ORDERS).join(', ')}`);
const words = new Uint32Array(WORDS);
const bytes = new Uint8Array(words.buffer);
for (let from = 0; ; from += WORDS) {
  for (let index = 0; index < WORDS; index++) words[index] = next(from + index) * 2 ** 32;
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
  } catch {
    process.exit(0); // The reader has had enough.
  }
}
