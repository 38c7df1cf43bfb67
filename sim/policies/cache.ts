import { choice, duration, integer } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import type { Call, Handler } from '../primitives/call.js';
import { PlacedHandler } from '../primitives/handler.js';
import { OK, Outcome } from '../primitives/outcome.js';
import { ByKey } from './by-key.js';
import { Entries } from './cached.js';
import { definePolicy } from './policy.js';

/** A call's `state`: asks the callee and stores nothing, fills the cache, or waits for who does. */
const Part = { passes: 0, fills: 1, waits: 2 } as const;

/** Calls that wait for an entry, and since when somebody is filling it. */
interface Line {
  readonly since: Instant;
  readonly waiting: Call[];
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
    const refreshing = new ByKey<Instant>();
    /** Who waits for whoever fills an entry, in order of arrival, and since when that one is at it. */
    const lines = new ByKey<Line>();
    let background: Handler | null = null;

    const staleFor = (call: Call) =>
      simulation.now - (stored.get(call) ?? Number.NEGATIVE_INFINITY);
    const storeIfGood = (call: Call, { ok, grade }: Outcome) => {
      if (ok && grade === 'full') stored.put(call, simulation.now + ttl);
    };
    /** Whether what began then is still relied on. */
    const isRecent = (since: Instant | undefined) =>
      since !== undefined && simulation.now - since < fillAge;
    const refresh = (call: Call) => {
      if (isRecent(refreshing.get(call))) return;
      refreshing.set(call, simulation.now);
      background ??= new PlacedHandler(place, { answered: refreshed }, call.handler.next, {
        process,
      });
      exchange.requests.hold(call.request);
      exchange.begin(call.request, background, call.operation, call, fresh).mark = simulation.now;
    };
    const refreshed = (call: Call, outcome: Outcome) => {
      if (refreshing.get(call) === call.mark) refreshing.delete(call);
      storeIfGood(call, outcome);
      call.settle(outcome);
    };
    /** Somebody sets out to fill an entry for those who wait. */
    const fillAnew = (call: Call, waiting: Call[]): Line => {
      const line = { since: simulation.now, waiting };
      lines.set(call, line);
      return line;
    };
    const ask = (call: Call) => {
      const line = fills === 'one' ? lines.get(call) : undefined;
      if (line !== undefined && isRecent(line.since)) {
        call.state = Part.waits;
        line.waiting.push(call);
        call.wake(fillWait);
        return;
      }
      call.state = Part.fills;
      call.item = fills === 'one' ? fillAnew(call, line?.waiting ?? []) : null;
      call.proceed();
    };
    /** The entry is there, or whoever was to fill it has failed: the next in line does, or all are answered. */
    const release = (call: Call, { waiting }: Line, filled: boolean) => {
      const next = filled ? undefined : waiting.shift();
      if (next === undefined) {
        lines.delete(call);
        for (const each of waiting) {
          each.state = Part.passes;
          each.settle(OK);
        }
        return;
      }
      exchange.sleep(next);
      next.item = fillAnew(call, waiting);
      next.state = Part.fills;
      next.proceed();
    };
    const leaveLine = (call: Call) => {
      const waiting = lines.get(call)?.waiting;
      waiting?.splice(waiting.indexOf(call), 1);
    };
    return {
      enter(call) {
        const age = staleFor(call);
        if (age < whileRevalidate || age < 0) {
          stored.put(call, simulation.now - age);
          if (age >= 0) refresh(call);
          call.settle(OK);
        } else ask(call);
      },
      answered(call, outcome) {
        if (call.state === Part.fills) storeIfGood(call, outcome);
        const standsIn = !outcome.ok && staleFor(call) < ifError;
        call.settle(standsIn ? substitute : outcome);
      },
      woken(call) {
        leaveLine(call);
        call.state = Part.passes;
        call.proceed();
      },
      left(call, outcome) {
        if (call.state === Part.waits) leaveLine(call);
        if (call.state !== Part.fills || call.item === null) return;
        const line = call.item as Line;
        if (lines.get(call) === line)
          release(call, line, outcome?.ok === true && staleFor(call) < 0);
      },
    };
  },
});
