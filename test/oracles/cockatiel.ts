/** cockatiel 3 and our circuit breaker on the same script. */
import {
  CircuitState,
  ConsecutiveBreaker,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IBreaker,
  noJitterGenerator,
  SamplingBreaker,
} from 'cockatiel';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Reply } from '../policies/stage.js';
import { underClock } from './clock.js';
import {
  type Account,
  accountOf,
  type PlayFunction,
  type Script,
  script,
  UNHANDLED,
} from './script.js';

type Rule =
  | { readonly consecutive: number }
  | { readonly threshold: number; readonly size: number; readonly minimum: number }
  | { readonly threshold: number; readonly duration: number; readonly rps: number };

interface Options {
  readonly rule: Rule;
  readonly openFor: number;
  readonly grows: boolean;
}

export interface CockatielCase extends Script {
  readonly options: Options;
}

const threshold = fc.constantFrom(0.1, 0.25, 0.5, 0.5, 0.75);

const rules: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ consecutive: fc.integer({ min: 1, max: 5 }) }),
  fc
    .record({ threshold, size: fc.integer({ min: 1, max: 8 }), less: fc.nat(7) })
    .map(({ less, size, ...rest }) => ({ ...rest, size, minimum: Math.max(1, size - less) })),
  fc.record({
    threshold,
    duration: fc.integer({ min: 200, max: 7000 }),
    rps: fc.integer({ min: 1, max: 8 }),
  }),
);

export const cockatielCases: fc.Arbitrary<CockatielCase> = fc
  .record({
    options: fc.record({
      rule: rules,
      openFor: fc.integer({ min: 10, max: 900 }),
      grows: fc.boolean(),
    }),
    play: script(1500, 200),
  })
  .map(({ options, play }) => ({ options, ...play }));

const handled = handleWhen(({ message }) => message !== UNHANDLED);

/** The longest time open, where it grows. */
const CAP = 3000;

export function withCockatiel({ options, calls, callee }: CockatielCase): Promise<Account> {
  return underClock(async (clock) => {
    const reached: number[] = [];
    const states: string[] = [];
    const ends = calls.map(() => 'never');
    const policy = circuitBreaker(handled, {
      halfOpenAfter: options.grows
        ? new ExponentialBackoff({
            initialDelay: options.openFor,
            maxDelay: CAP,
            generator: noJitterGenerator,
          })
        : options.openFor,
      breaker: breakerOf(options.rule),
    });
    const names = {
      [CircuitState.Closed]: 'closed',
      [CircuitState.Open]: 'open',
      [CircuitState.HalfOpen]: 'half-open',
      [CircuitState.Isolated]: 'isolated',
    };
    policy.onStateChange((state) => states.push(`${names[state]}@${clock.now()}`));
    const action = () => {
      const reply = callee[Math.min(reached.length, callee.length - 1)] as Exclude<Reply, 'hangs'>;
      reached.push(clock.now());
      return new Promise<void>((resolve, reject) => {
        const end = () => (reply.fault === undefined ? resolve() : reject(new Error(reply.fault)));
        setTimeout(end, reply.after);
      });
    };
    calls.forEach((time, index) => {
      clock.at(time, () => {
        policy.execute(action).then(
          () => {
            ends[index] = `ok@${clock.now()}`;
          },
          (error: { isBrokenCircuitError?: boolean; message: string }) => {
            const name = error.isBrokenCircuitError === true ? 'rejected-open' : error.message;
            ends[index] = `${name}@${clock.now()}`;
          },
        );
      });
    });
    await clock.runUntil((calls.at(-1) as number) + 10_000);
    return { ends, reached, states };
  });
}

function breakerOf(rule: Rule): IBreaker {
  if ('consecutive' in rule) return new ConsecutiveBreaker(rule.consecutive);
  if ('size' in rule) {
    const { threshold: share, size, minimum } = rule;
    return new CountBreaker({ threshold: share, size, minimumNumberOfCalls: minimum });
  }
  const { threshold: share, duration, rps } = rule;
  return new SamplingBreaker({ threshold: share, duration, minimumRps: rps });
}

function tripOf(rule: Rule): unknown {
  if ('consecutive' in rule) return { consecutive: rule.consecutive };
  if ('size' in rule) {
    const { threshold: failures, size: calls, minimum } = rule;
    const manner = { strictly: true, 'decides-on': 'failures' };
    return { 'count-window': { calls, minimum, failures, ...manner } };
  }
  const { threshold: failures, duration, rps } = rule;
  return { sampling: { failures, span: `${duration}ms`, 'minimum-rate': rps } };
}

export function withBreaker(
  play: PlayFunction,
  { options, calls, callee }: CockatielCase,
): Account {
  const openFor = `${options.openFor}ms`;
  const growing = { exponential: openFor, cap: `${CAP}ms` };
  const breaker = {
    trip: tripOf(options.rule),
    'open-for': options.grows ? growing : openFor,
    'half-opens': 'at',
    'half-open': 'waiting-line',
    probes: 1,
    ignores: [UNHANDLED],
  };
  return accountOf(play({ policies: [{ 'circuit-breaker': breaker }], calls, callee }));
}

export async function compareCockatiel(play: PlayFunction, one: CockatielCase): Promise<void> {
  expect(withBreaker(play, one)).toEqual(await withCockatiel(one));
}
