import { choice, duration, integer } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import { type Call, Handler } from '../primitives/call.js';
import { OK, Outcome } from '../primitives/outcome.js';
import { Entries } from './cached.js';
import { definePolicy } from './policy.js';

/** A call's `state`: asks the callee and stores nothing, fills the cache, or waits for who does. */
const Part = { passes: 0, fills: 1, waits: 2 } as const;

/** Calls that wait for an entry, and since when somebody is filling it. */
interface Line {
  readonly since: Instant;
  readonly waiting: Call[];
}

/** The business key and the operation asked for. */
function keyOf(call: Call): number {
  return call.request.key * 4096 + call.operation;
}

export const cache = definePolicy({
  kind: 'cache',
  role: 'remembers',
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
    'fill-age': duration({
      doc: 'A fill, or a refresh in the background, that has taken so long is not relied on: the next call that misses asks as well, and fills the entry if it is first.',
      default: '5s',
      min: '1ns',
      source: 'NGINX proxy_cache_lock_age (FC3)',
    }),
  },
  shorthand: 'ttl',
  create(options, { exchange, place, process, salt }) {
    const { ttl, entries, fills, 'fill-wait': fillWait, 'fill-age': fillAge } = options;
    const { 'stale-while-revalidate': whileRevalidate, 'stale-if-error': ifError } = options;
    const { simulation } = exchange;
    const stored = new Entries(entries);
    const substitute = Outcome.answer('substitute', place);
    const fresh = salt('cache.refresh');
    /** Since when keys are being fetched in the background. */
    const refreshing = new Map<number, Instant>();
    /** Who waits for whoever fills an entry, in order of arrival, and since when that one is at it. */
    const lines = new Map<number, Line>();
    let background: Handler | null = null;

    const staleFor = (key: number) =>
      simulation.now - (stored.get(key) ?? Number.NEGATIVE_INFINITY);
    const storeIfGood = (key: number, { ok, grade }: Outcome) => {
      const isGood = ok && grade === 'full';
      if (isGood) stored.put(key, simulation.now + ttl);
      return isGood;
    };
    /** Whether what began then is still relied on. */
    const isRecent = (since: Instant | undefined) =>
      since !== undefined && simulation.now - since < fillAge;
    const refresh = (call: Call, key: number) => {
      if (isRecent(refreshing.get(key))) return;
      refreshing.set(key, simulation.now);
      background ??= new Handler(place, { answered: refreshed }, call.handler.next, { process });
      exchange.requests.hold(call.request);
      exchange.begin(call.request, background, call.operation, call, fresh).mark = simulation.now;
    };
    const refreshed = (call: Call, outcome: Outcome) => {
      if (refreshing.get(keyOf(call)) === call.mark) refreshing.delete(keyOf(call));
      storeIfGood(keyOf(call), outcome);
      call.settle(outcome);
    };
    /** Somebody sets out to fill an entry for those who wait. */
    const fillAnew = (key: number, waiting: Call[]): Line => {
      const line = { since: simulation.now, waiting };
      lines.set(key, line);
      return line;
    };
    const ask = (call: Call, key: number) => {
      const line = fills === 'one' ? lines.get(key) : undefined;
      if (line !== undefined && isRecent(line.since)) {
        call.state = Part.waits;
        line.waiting.push(call);
        call.wake(fillWait);
        return;
      }
      call.state = Part.fills;
      if (fills === 'one') call.item = fillAnew(key, line?.waiting ?? []);
      call.proceed();
    };
    /** The entry is there, or whoever was to fill it has failed: the next in line does, or all are answered. */
    const release = (key: number, filled: boolean) => {
      const line = lines.get(key);
      if (line === undefined) return;
      const next = filled ? undefined : line.waiting.shift();
      if (next === undefined) {
        lines.delete(key);
        for (const each of line.waiting) {
          each.state = Part.passes;
          each.settle(OK);
        }
        return;
      }
      exchange.sleep(next);
      next.item = fillAnew(key, line.waiting);
      next.state = Part.fills;
      next.proceed();
    };
    const leaveLine = (call: Call) => {
      const waiting = lines.get(keyOf(call))?.waiting;
      waiting?.splice(waiting.indexOf(call), 1);
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
        leaveLine(call);
        call.state = Part.passes;
        call.proceed();
      },
      left(call, outcome) {
        const key = keyOf(call);
        if (call.state === Part.waits) leaveLine(call);
        else if (call.state === Part.fills && lines.get(key) === call.item)
          release(key, outcome?.ok === true && staleFor(key) < 0);
      },
    };
  },
});
