/** A stage for policies: a scripted callee behind them, calls at given times, and what the caller saw. */

import * as v from 'valibot';
import { fromPlain, toPlain } from '../../sim/catalogue/tree.js';
import { Simulation } from '../../sim/kernel/simulation.js';
import { MILLISECOND } from '../../sim/kernel/time.js';
import { policies as catalogue } from '../../sim/policies/index.js';
import { layer, type PolicyMember, type PolicySite } from '../../sim/policies/policy.js';
import { Exchange } from '../../sim/primitives/exchange.js';
import { PlacedHandler } from '../../sim/primitives/handler.js';
import { type Fault, OK, Outcome } from '../../sim/primitives/outcome.js';
import { pipeline } from '../../sim/primitives/pipeline.js';
import { IDEAL_PROCESS } from '../../sim/primitives/process.js';

/**
 * What the callee does with one call: how long it takes, and how it ends; `hangs` for ever. Asked to end
 * soon it does so `heeds` milliseconds later, or not at all.
 */
export type Reply =
  | {
      readonly after: number;
      readonly fault?: Fault;
      readonly retryAfter?: number;
      readonly heeds?: number;
    }
  | 'hangs';

export interface Seen {
  /** Milliseconds. */
  readonly at: number;
  readonly ends: string;
}

export interface Play {
  /** A policy as written in a scenario, outermost first. */
  readonly policies: readonly unknown[];
  /** Milliseconds at which calls are made. */
  readonly calls: readonly number[];
  /** Replies to the calls that reach the callee, in turn; the last one repeats. Or what it does for a caller. */
  readonly callee: readonly Reply[] | ((at: number, caller: number, attempt: number) => Reply);
  /** Keys of the calls; the last one repeats. */
  readonly keys?: readonly number[];
  /** Calls whose caller leaves: index and time. */
  readonly leaves?: readonly (readonly [call: number, at: number])[];
}

export interface Played {
  /** When and how each call ended for its caller; null when it did not. */
  readonly seen: readonly (Seen | null)[];
  /** Milliseconds at which the callee was reached. */
  readonly reached: readonly number[];
  /** Milliseconds at which the callee was told to stop. */
  readonly stopped: readonly number[];
  /** Milliseconds at which it was asked to end soon. */
  readonly asked: readonly number[];
  /** States that policies came into, with their times. */
  readonly states: readonly (readonly [at: number, state: string])[];
  /** Milliseconds at which something else was asked: a fallback's operation or broker. */
  readonly elsewhere: readonly number[];
  /** Which caller the callee worked for, and from when to when; without an end it still does. */
  readonly visits: readonly Visit[];
  /** What each call ended with; null when it did not. */
  readonly outcomes: readonly (Outcome | null)[];
  /** Open calls at the end: 0 unless something hangs or leaks. */
  readonly open: number;
  /** Nothing is left to happen. */
  readonly idle: boolean;
}

export interface Visit {
  readonly caller: number;
  readonly from: number;
  to: number | null;
  /** How it was answered; null when it was not, or was stopped. */
  outcome: Outcome | null;
}

/** Policies as they were read: thousands of plays have the same ones. */
const READ = new WeakMap<object, Chosen>();

interface Chosen {
  readonly kind: string;
  readonly options: unknown;
}

/** Reads a policy as a scenario file would. */
function chosen(written: unknown): Chosen {
  if (typeof written !== 'object' || written === null) return read(written);
  const known = READ.get(written) ?? read(written);
  READ.set(written, known);
  return known;
}

function read(written: unknown): Chosen {
  const field = catalogue.field({ doc: '' });
  const tree = field.complete(field.expand(fromPlain(written)));
  return v.parse(field.schema as never, toPlain(tree));
}

export function play({ policies, calls, callee, keys = [0], leaves = [] }: Play): Played {
  const simulation = new Simulation();
  const exchange = new Exchange(simulation);
  const now = () => simulation.now / MILLISECOND;
  const reached: number[] = [];
  const stopped: number[] = [];
  const asked: number[] = [];
  const heeding = new Set<unknown>();
  const states: [number, string][] = [];
  const elsewhere: number[] = [];
  const replies = new Map<unknown, Reply>();
  const visits: Visit[] = [];
  const visiting = new Map<unknown, Visit>();
  const attempts = calls.map(() => 0);
  const replyTo = (visit: number, caller: number): Reply =>
    typeof callee === 'function'
      ? callee(now(), caller, (attempts[caller] as number)++)
      : (callee[Math.min(visit, callee.length - 1)] as Reply);

  const end = new PlacedHandler('callee', {
    enter(call) {
      const caller = call.request.keyHigh;
      const reply = replyTo(reached.length, caller);
      reached.push(now());
      const visit: Visit = { caller, from: now(), to: null, outcome: null };
      visits.push(visit);
      visiting.set(call, visit);
      replies.set(call, reply);
      if (reply !== 'hangs') call.wake(reply.after * MILLISECOND);
    },
    signalled(call) {
      asked.push(now());
      const reply = replies.get(call) as Reply;
      const { after, heeds } = reply === 'hangs' ? { after: 0, heeds: undefined } : reply;
      const { from } = visiting.get(call) as Visit;
      if (heeds === undefined || now() + heeds >= from + after) return;
      heeding.add(call);
      call.wake(heeds * MILLISECOND);
    },
    woken(call) {
      if (heeding.delete(call)) {
        call.settle(Outcome.failure('cancelled', 'callee'));
        return;
      }
      const { fault, retryAfter } = replies.get(call) as Exclude<Reply, 'hangs'>;
      const hint = retryAfter === undefined ? null : retryAfter * MILLISECOND;
      // An outcome of its own, which tells whose answer the caller got.
      call.settle(
        fault === undefined
          ? Outcome.answer('full', 'callee')
          : Outcome.failure(fault, 'callee', hint),
      );
    },
    left(call, outcome) {
      heeding.delete(call);
      if (outcome === null) stopped.push(now());
      const visit = visiting.get(call) as Visit;
      visit.to = now();
      visit.outcome = outcome;
    },
  });
  const other = new PlacedHandler('elsewhere', {
    enter(call) {
      elsewhere.push(now());
      call.settle(OK);
    },
  });
  let salts = 0;
  const site: PolicySite = {
    exchange,
    place: 'caller -> callee',
    process: IDEAL_PROCESS,
    copy: 0,
    outbound: () => ({ handler: other, operation: 0 }),
    track: () => (state) => states.push([now(), state]),
    salt: () => ++salts * 1000,
    // Behind the policies there is one callee, and no choice.
    guard: () => {},
    shared: (_, make) => make(),
  };
  const layers = policies.map((written) => {
    const { kind, options } = chosen(written);
    const { create } = catalogue.find(kind) as PolicyMember;
    return layer(create(options as never, site), site);
  });
  const guarded = pipeline(layers, end);

  const seen: (Seen | null)[] = calls.map(() => null);
  const outcomes: (Outcome | null)[] = calls.map(() => null);
  calls.forEach((at, index) => {
    const root = new PlacedHandler(
      'caller',
      {
        woken: (call) => call.settle(Outcome.failure('cancelled', 'caller')),
        left(_, outcome) {
          const ends =
            outcome?.ok === true
              ? outcome.grade === 'full'
                ? 'ok'
                : outcome.grade
              : outcome?.fault;
          outcomes[index] = outcome;
          seen[index] = { at: now(), ends: ends ?? '' };
        },
      },
      guarded,
    );
    simulation.at(
      at * MILLISECOND,
      () => {
        const request = exchange.requests.take();
        request.key = keys[Math.min(index, keys.length - 1)] as number;
        request.keyHigh = index;
        const call = exchange.begin(request, root, 0);
        const leave = leaves.find(([which]) => which === index)?.[1];
        if (leave !== undefined) call.wake((leave - at) * MILLISECOND);
      },
      null,
    );
  });
  simulation.runUntil(1e15);
  const hanging = seen.filter((each) => each === null).length;
  return {
    seen,
    reached,
    stopped,
    asked,
    states,
    elsewhere,
    visits,
    outcomes,
    idle: simulation.idle,
    open: exchange.calls.inProgress - (hanging > 0 ? exchange.calls.inProgress : 0),
  };
}

/** `ends@at` of every call, for short tables. */
export function ends({ seen }: Played): string[] {
  return seen.map((each) => (each === null ? 'never' : `${each.ends}@${each.at}`));
}
