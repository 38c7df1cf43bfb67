/** Every two and every three policies around each other: the whole is what its parts say, and nothing leaks. */
import { describe, expect, it } from 'vitest';
import { type Play, play, type Reply } from './stage.js';

/** A policy, and what becomes of a single call that finds it fresh. */
interface Part {
  readonly policy: object;
  /** The end of a call that begins at a time, from what lies further in. */
  readonly single: (inner: (from: number) => End) => (from: number) => End;
}

interface End {
  readonly at: number;
  readonly ends: string;
}

const NEVER = Number.POSITIVE_INFINITY;
const passes: Part['single'] = (inner) => inner;

function retried(attempts: number, delay: number): Part['single'] {
  return (inner) => (from) => {
    let end = inner(from);
    for (let attempt = 2; attempt <= attempts && mayPass(end); attempt++) {
      end = inner(end.at + delay);
    }
    return end;
  };
}

function mayPass({ ends }: End): boolean {
  return !['ok', 'substitute', 'rejected-open', 'deadline-exceeded'].includes(ends);
}

function timed(limit: number, fault = 'timeout'): Part['single'] {
  return (inner) => (from) => {
    const end = inner(from);
    // At a tie the timer that was set first comes first: the outer one.
    return end.at >= from + limit ? { at: from + limit, ends: fault } : end;
  };
}

const substituted: Part['single'] = (inner) => (from) => {
  const end = inner(from);
  return end.at === NEVER || end.ends === 'ok' ? end : { at: end.at, ends: 'substitute' };
};

const breaker = (manner: string, others: object = {}) => ({
  'circuit-breaker': {
    trip: { consecutive: 30 },
    'open-for': '1s',
    'half-open': manner,
    'half-opens': 'at',
    probes: 2,
    ...others,
  },
});

const PARTS: Readonly<Record<string, Part>> = {
  'short timeout': { policy: { timeout: '47ms' }, single: timed(47) },
  'long timeout': { policy: { timeout: '1009ms' }, single: timed(1009) },
  deadline: { policy: { deadline: '401ms' }, single: timed(401, 'deadline-exceeded') },
  retry: {
    policy: { retry: { attempts: 3, backoff: { constant: '13ms', jitter: 'none' } } },
    single: retried(3, 13),
  },
  'retry with a budget': {
    policy: {
      retry: { attempts: 2, backoff: { constant: '7ms', jitter: 'none' }, budget: 'concurrent' },
    },
    single: retried(2, 7),
  },
  permits: { policy: breaker('permits'), single: passes },
  'first answer': {
    policy: breaker('first-answer', { 'half-opens': 'by-itself' }),
    single: passes,
  },
  'waiting line': { policy: breaker('waiting-line'), single: passes },
  'dry run': { policy: breaker('permits', { 'dry-run': true }), single: passes },
  bulkhead: { policy: { bulkhead: { calls: 3, queue: 2, 'max-wait': '30ms' } }, single: passes },
  'rate limit': {
    policy: { 'rate-limit': { rate: '1000/s', burst: 30, 'max-wait': '20ms' } },
    single: passes,
  },
  fallback: { policy: { fallback: {} }, single: substituted },
  cache: { policy: { cache: '1ms' }, single: passes },
};

const NAMES = Object.keys(PARTS);
const PAIRS = NAMES.flatMap((a) => NAMES.map((b) => [a, b]));
const TRIPLES = PAIRS.flatMap((pair) => NAMES.map((c) => [...pair, c]));

/** What a callee does; `null` is for ever. */
const CALLEES: Readonly<Record<string, Reply>> = {
  succeeds: { after: 20 },
  fails: { after: 5, fault: 'server-error' },
  'is slow': { after: 300 },
  hangs: 'hangs',
};

function policiesOf(names: readonly string[]): readonly object[] {
  return names.map((name) => (PARTS[name] as Part).policy);
}

/** What the parts say about a single call. */
function expected(names: readonly string[], reply: Reply): End {
  const callee = (from: number): End =>
    reply === 'hangs'
      ? { at: NEVER, ends: 'hangs' }
      : { at: from + reply.after, ends: reply.fault ?? 'ok' };
  const whole = names.reduceRight((inner, name) => (PARTS[name] as Part).single(inner), callee);
  return whole(0);
}

describe.each(Object.entries(CALLEES))('a single call to a callee that %s', (_, reply) => {
  it.each([
    ['pair', PAIRS],
    ['triple', TRIPLES],
  ])('ends when and how every %s says', (_name, combinations) => {
    for (const names of combinations) {
      const end = expected(names, reply);
      const { seen } = play({ policies: policiesOf(names), calls: [0], callee: [reply] });
      const [got] = seen;
      const what = names.join(' around ');
      if (end.at === NEVER) expect(got, what).toBeNull();
      else expect(got, what).toEqual(end);
    }
  });
});

/** When a crowd has come and gone, and the callee is well. */
const CALM = 200_000;

/** A crowd while the callee does one thing, and single calls long after, when it is well. */
function crowd(reply: Reply, leaves: (call: number) => number | null): Omit<Play, 'policies'> {
  const rush = Array.from({ length: 40 }, (_, index) => index * 3);
  const later = Array.from({ length: 8 }, (_, index) => CALM + index * 5000);
  return {
    calls: [...rush, ...later],
    callee: (at) => (at < CALM ? reply : { after: 20 }),
    leaves: rush.flatMap((at, index) => {
      const after = leaves(index);
      return after === null ? [] : [[index, at + after] as const];
    }),
  };
}

const CROWDS: Readonly<Record<string, Omit<Play, 'policies'>>> = {
  'that succeeds': crowd({ after: 20 }, () => null),
  'that fails': crowd({ after: 5, fault: 'server-error' }, () => null),
  'that is slow': crowd({ after: 300 }, () => null),
  'that hangs until callers leave': crowd('hangs', () => 5000),
  'whose callers leave, some at once': crowd({ after: 20 }, (call) => call % 29),
  'that fails while callers leave': crowd({ after: 5, fault: 'server-error' }, (call) => call % 31),
};

describe.each(Object.entries(CROWDS))('a crowd at a callee %s', (_, play_) => {
  it.each([
    ['pair', PAIRS],
    ['triple', TRIPLES],
  ])('leaves no %s with a call, a timer, a permit or a place too few', (_name, combinations) => {
    for (const names of combinations) {
      const played = play({ policies: policiesOf(names), ...play_ });
      const what = names.join(' around ');
      expect(played.seen.includes(null), `${what}: every call ends`).toBe(false);
      expect(played.open, `${what}: open calls`).toBe(0);
      expect(played.idle, `${what}: nothing is left to happen`).toBe(true);
      const late = played.visits.filter(
        ({ caller, to }) => to === null || to > (played.seen[caller]?.at ?? 0),
      );
      expect(late, `${what}: nothing runs for callers that have gone`).toEqual([]);
      // Breakers have had calls enough to close again; each call meets a free place.
      const at = CALM + 7 * 5000 + 20;
      expect(played.seen.at(-1), `${what}: all is as before`).toEqual({ at, ends: 'ok' });
    }
  });
});
