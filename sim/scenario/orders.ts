/** What the order of policies means, where that is easily missed. */
import { policies as catalogue } from '../policies/index.js';
import type { PolicyMember, PolicyRole } from '../policies/policy.js';
import type { Variant } from './compile.js';
import type { ChosenPolicy } from './ways.js';

/** Two policies at one place, and what comes of the one being outside the other. */
export interface Remark {
  /** A pattern of edges, or a service. */
  readonly place: string;
  readonly outer: string;
  readonly inner: string;
  readonly meaning: string;
}

type Meanings = Partial<Record<PolicyRole, Partial<Record<PolicyRole, string>>>>;

/** By the role of the outer policy, then of the inner one. */
const MEANINGS: Meanings = {
  repeats: {
    repeats: 'they multiply: each outer attempt may make all the inner ones',
    'limits-time': 'each attempt has this time',
    judges: 'every attempt counts; once it is open, attempts end at once',
    rations: 'every attempt takes a place of its own',
    substitutes: 'a substitute is an answer: nothing is tried again',
    remembers: 'every attempt looks in memory first; outside, a hit would need no attempt',
  },
  'limits-time': {
    repeats: 'all attempts and the waits between them share this time',
    judges: 'calls that run out of time are cancelled, which most breakers do not count',
    rations: 'waiting for a place counts',
  },
  judges: {
    repeats: 'calls count, not attempts: it sees only what all attempts came to',
    'limits-time': 'calls that run out of time count as failures',
    substitutes: 'it sees substitutes, not failures: it never opens',
    remembers: 'hits count as successes, and are turned away while it is open',
  },
  rations: {
    repeats: 'a place is held over all attempts and the waits between them',
    remembers: 'hits need a place too',
  },
  substitutes: {
    repeats: 'only what all attempts have failed at is substituted',
    judges: 'what it turns away is substituted too',
    rations: 'what it turns away is substituted too',
    remembers: 'a failure is substituted, not remembered',
  },
  remembers: { substitutes: 'a substitute is remembered like any answer' },
};

/** Every pair of policies whose order deserves a word, by place. */
export function remarksOn({ linked }: Variant): readonly Remark[] {
  const { policies, services } = linked.scenario;
  const lists = [
    ...Object.entries(policies),
    ...Object.entries(services).map(([name, spec]) => [name, spec.policies] as const),
  ];
  return lists.flatMap(([place, list]) => pairs(place, list));
}

function pairs(place: string, list: readonly ChosenPolicy[]): readonly Remark[] {
  return list.flatMap(({ kind: outer }, index) =>
    list.slice(index + 1).flatMap(({ kind: inner }) => {
      const meaning = MEANINGS[roleOf(outer)]?.[roleOf(inner)];
      return meaning === undefined ? [] : [{ place, outer, inner, meaning }];
    }),
  );
}

function roleOf(kind: string): PolicyRole {
  return (catalogue.find(kind) as PolicyMember).role;
}
