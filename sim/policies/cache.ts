import { duration, integer } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { OK } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

/** The business key and the operation asked for. */
function keyOf(call: Call): number {
  return call.request.key * 4096 + call.operation;
}

export const cache = definePolicy({
  kind: 'cache',
  summary: 'Answers from memory while a stored answer is fresh; one entry per key of the client.',
  source: 'RFC 9111 (HTTP caching), 4.2 freshness; least recently used out first',
  options: {
    ttl: duration({ doc: 'How long an answer stays fresh, from when it came.' }),
    entries: integer({
      doc: 'Entries kept; the least recently used goes first.',
      default: 10000,
      min: 1,
    }),
  },
  shorthand: 'ttl',
  create({ ttl, entries }, { exchange }) {
    const { simulation } = exchange;
    /** When each key's answer goes stale. A Map keeps its keys in the order of insertion: oldest first. */
    const fresh = new Map<number, Instant>();
    const store = (key: number, until: Instant) => {
      fresh.delete(key);
      fresh.set(key, until);
      if (fresh.size <= entries) return;
      const [oldest] = fresh.keys();
      fresh.delete(oldest as number);
    };
    return {
      enter(call) {
        const key = keyOf(call);
        const until = fresh.get(key);
        if (until === undefined || until <= simulation.now) {
          call.proceed();
          return;
        }
        store(key, until);
        call.settle(OK);
      },
      answered(call, outcome) {
        if (outcome.ok && outcome.grade === 'full') store(keyOf(call), simulation.now + ttl);
        call.settle(outcome);
      },
    };
  },
});
