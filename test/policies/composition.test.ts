/** Every two and every three policies around each other: a single call ends when and how its parts say. */
import { describe, expect, it } from 'vitest';
import { type Mutant, stageOf } from '../oracles/mutant.js';
import { PAIRS, policiesOf, TRIPLES, toldOf } from './parts.js';
import { endOf } from './reference.js';
import { play, type Reply } from './stage.js';

/** What a callee does. */
const CALLEES: Readonly<Record<string, Reply>> = {
  succeeds: { after: 20 },
  fails: { after: 5, fault: 'server-error' },
  'is slow': { after: 300 },
  hangs: 'hangs',
};

describe.each(Object.entries(CALLEES))('a single call to a callee that %s', (_, reply) => {
  it.each([
    ['pair', PAIRS],
    ['triple', TRIPLES],
  ])('ends when and how every %s says', (_name, combinations) => {
    for (const names of combinations) {
      const end = endOf(toldOf(names), reply);
      const { seen } = play({ policies: policiesOf(names), calls: [0], callee: [reply] });
      expect(seen, names.join(' around ')).toEqual([end]);
    }
  });
});

describe.each([
  ['works', { after: 20 }, 15],
  ['has failed', { after: 5, fault: 'server-error' }, 11],
  ['hangs', 'hangs', 700],
] as const)('a single call that is cancelled while the callee %s', (_, reply, at) => {
  it.each([
    ['pair', PAIRS],
    ['triple', TRIPLES],
  ])('leaves nothing of any %s', (_name, combinations) => {
    for (const names of combinations) {
      const what = names.join(' around ');
      const end = endOf(toldOf(names), reply);
      const { seen, visits, open, idle } = play({
        policies: policiesOf(names),
        calls: [0],
        callee: [reply],
        leaves: [[0, at]],
      });
      expect(seen, what).toEqual([end !== null && end.at < at ? end : { at, ends: 'cancelled' }]);
      if (names.includes('coalescing')) continue;
      expect(
        visits.filter(({ from, to }) => from > at || to === null || to > at),
        what,
      ).toEqual([]);
      expect([open, idle], what).toEqual([0, true]);
    }
  });
});

/** Mistakes that show where policies meet. */
const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'a key stays in use when its call was given up',
    file: 'policies/idempotency.ts',
    right: 'if (outcome === null) handOver(work);',
    wrong: 'if (outcome === null) return;',
  },
  {
    mistake: 'a retry goes on when the time of the whole is over',
    file: 'policies/retry.ts',
    right: 'if (!passing || call.count >= attempts) {',
    wrong: 'if (ok || call.count >= attempts) {',
  },
  {
    mistake: 'a copy is sent though there is no time left for it',
    file: 'policies/hedge.ts',
    right: 'outcome.ok || !passing ||',
    wrong: 'outcome.ok ||',
  },
];

describe('a mistake where policies meet is noticed', () => {
  it.each(MUTANTS)('$mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    const differs = (names: readonly string[], reply: Reply) => {
      const { seen } = stage({ policies: policiesOf(names), calls: [0], callee: [reply] });
      return JSON.stringify(seen) !== JSON.stringify([endOf(toldOf(names), reply)]);
    };
    const replies = Object.values(CALLEES);
    expect(TRIPLES.some((names) => replies.some((reply) => differs(names, reply)))).toBe(true);
  });
});
