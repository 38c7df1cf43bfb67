import { choice, duration, integer } from '../catalogue/scalars.js';
import { type Call, Handler } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import { Entries } from './cached.js';
import { definePolicy } from './policy.js';

/** A call's `state`: asks the callee and stores nothing, fills the cache, or waits for who does. */
const Part = { passes: 0, fills: 1, waits: 2 } as const;

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
    'stale-while-revalidate': duration({
      doc: 'For so long after it went stale an answer is still given at once, while one call fetches a new one in the background.',
      default: '0s',
      source: 'RFC 5861, 3',
    }),
    'stale-if-error': duration({
      doc: 'For so long after it went stale an answer still stands in for one that failed, as a substitute.',
      default: '0s',
      source: 'RFC 5861, 4',
    }),
    fills: choice(['all', 'one'], {
      doc: 'Of calls that miss together, all ask the callee (a stampede), or one does and the others wait for it.',
      default: 'all',
      source: 'NGINX proxy_cache_lock: off',
    }),
    'fill-wait': duration({
      doc: 'How long the others wait; then they ask for themselves, and their answers are not stored.',
      default: '5s',
      min: '1ns',
      source: 'NGINX proxy_cache_lock_timeout',
    }),
  },
  shorthand: 'ttl',
  create(options, { exchange, place, process, salt }) {
    const { ttl, entries, fills, 'fill-wait': fillWait } = options;
    const { 'stale-while-revalidate': whileRevalidate, 'stale-if-error': ifError } = options;
    const { simulation } = exchange;
    const stored = new Entries(entries);
    const substitute = Outcome.answer('substitute', place);
    const fresh = salt('cache.refresh');
    /** Keys that are being fetched in the background. */
    const refreshing = new Set<number>();
    /** Who waits for whoever fills an entry, in order of arrival. */
    const lines = new Map<number, Call[]>();
    let background: Handler | null = null;

    const staleFor = (key: number) =>
      simulation.now - (stored.get(key) ?? Number.NEGATIVE_INFINITY);
    const storeIfGood = (key: number, { ok, grade }: Outcome) => {
      const isGood = ok && grade === 'full';
      if (isGood) stored.put(key, simulation.now + ttl);
      return isGood;
    };
    const refresh = (call: Call, key: number) => {
      if (refreshing.has(key)) return;
      refreshing.add(key);
      background ??= new Handler(place, { answered: refreshed }, call.handler.next, { process });
      exchange.requests.hold(call.request);
      exchange.begin(call.request, background, call.operation, call, fresh);
    };
    const refreshed = (call: Call, outcome: Outcome) => {
      refreshing.delete(keyOf(call));
      storeIfGood(keyOf(call), outcome);
      call.settle(outcome);
    };
    const ask = (call: Call, key: number) => {
      const line = fills === 'one' ? lines.get(key) : undefined;
      if (line === undefined) {
        call.state = Part.fills;
        if (fills === 'one') lines.set(key, []);
        call.proceed();
        return;
      }
      call.state = Part.waits;
      line.push(call);
      call.wake(fillWait);
    };
    /** The entry is there, or whoever was to fill it has failed: the next in line does, or all are answered. */
    const release = (key: number, filled: boolean) => {
      const line = lines.get(key);
      if (line === undefined) return;
      const next = filled ? undefined : line.shift();
      if (next === undefined) {
        lines.delete(key);
        for (const each of line) {
          each.state = Part.passes;
          each.settle(OK);
        }
        return;
      }
      exchange.sleep(next);
      next.state = Part.fills;
      next.proceed();
    };
    return {
      enter(call) {
        const key = keyOf(call);
        const age = staleFor(key);
        if (age < whileRevalidate || age < 0) {
          stored.put(key, simulation.now - age);
          if (age >= 0) refresh(call, key);
          call.settle(OK);
        } else ask(call, key);
      },
      answered(call, outcome) {
        const key = keyOf(call);
        if (call.state === Part.fills) storeIfGood(key, outcome);
        const standsIn = !outcome.ok && staleFor(key) < ifError;
        call.settle(standsIn ? substitute : outcome);
      },
      woken(call) {
        const line = lines.get(keyOf(call));
        line?.splice(line.indexOf(call), 1);
        call.state = Part.passes;
        call.proceed();
      },
      left(call, outcome) {
        const key = keyOf(call);
        if (call.state === Part.waits) {
          const line = lines.get(key);
          line?.splice(line.indexOf(call), 1);
        } else if (call.state === Part.fills)
          release(key, outcome?.ok === true && staleFor(key) < 0);
      },
    };
  },
});
