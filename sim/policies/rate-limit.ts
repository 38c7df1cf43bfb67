import { fields } from '../catalogue/groups.js';
import { choice, duration, integer, rate as rateField, reference } from '../catalogue/scalars.js';
import type { Duration } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { Fading } from '../primitives/fading.js';
import { Outcome } from '../primitives/outcome.js';
import type { Limiter, LimiterMember } from './limiter.js';
import { limiters } from './limiters/index.js';
import { definePolicy } from './policy.js';

/** A call's `state`: let through or waiting for it, kept waiting for nothing, asking the store. */
const Stand = { admitted: 0, refused: 1, asking: 2 } as const;

interface Written {
  readonly rate: number;
  readonly burst?: number;
  readonly 'max-wait': Duration;
  readonly refusals: 'at-once' | 'after-max-wait';
  readonly algorithm: { readonly kind: string; readonly options: unknown };
}

/** What the options are to be instead, when they do not go together. */
function objection({ rate, burst, 'max-wait': maxWait, algorithm, refusals }: Written) {
  if (!(rate > 0)) return 'a `rate` above 0';
  const { kind, options } = algorithm;
  if (burst !== undefined && kind !== 'token-bucket') {
    return '`burst` with a token bucket; other limiters have one of their own, or none';
  }
  const member = limiters.find(kind) as unknown as LimiterMember;
  const kinds = limiters.members.filter(({ waits }) => waits).map((each) => each.kind);
  if (maxWait > 0 && !member.waits) return `\`max-wait\` where calls can wait: ${kinds.join(', ')}`;
  if (maxWait === 0 && refusals === 'after-max-wait') return '`max-wait` with `after-max-wait`';
  return member.objection?.(options as never, rate);
}

/** One limiter for all calls, or one for each key. */
function limiterFor(per: 'place' | 'key', make: () => Limiter): (call: Call) => Limiter {
  const whole = make();
  if (per === 'place') return () => whole;
  const byKey = new Fading<Limiter>(({ asNewFrom }, now) => asNewFrom <= now);
  return ({ request: { key }, exchange }) => {
    let limiter = byKey.get(key);
    if (limiter === undefined) {
      limiter = make();
      byKey.set(key, limiter, exchange.simulation.now);
    }
    return limiter;
  };
}

export const rateLimit = definePolicy({
  kind: 'rate-limit',
  role: 'rations',
  summary: 'Lets calls through at a bounded rate, with bursts, and turns the others away.',
  source: 'token bucket: Turner, IEEE Communications 24(10), 1986; Guava RateLimiter, Envoy',
  options: {
    rate: rateField({ doc: 'Calls per time that may pass in the long run.' }),
    burst: integer({
      doc: 'Tokens that the bucket holds, of a token bucket; 1 without.',
      min: 1,
      optional: true,
    }),
    'max-wait': duration({
      doc: 'Calls for which a permit comes within this time wait for it instead.',
      default: '0ms',
    }),
    refusals: choice(['at-once', 'after-max-wait'], {
      doc: 'When a call that gets no permit learns of it; a blocked thread of resilience4j waits first.',
      default: 'at-once',
      source: 'resilience4j acquirePermission and reservePermission',
    }),
    algorithm: limiters.field({ doc: 'How the rate is kept.', default: 'token-bucket' }),
    per: choice(['place', 'key'], {
      doc: 'One limit for all calls, or one for each key of the client.',
      default: 'place',
    }),
    store: fields(
      {
        call: reference('operation', {
          doc: 'Asked before each decision, over the network like any other; the decision is taken when it answers.',
        }),
        'when-down': choice(['allow', 'refuse'], {
          doc: 'What becomes of a call when the store does not answer: it passes unlimited (fail open), or ends as unavailable (fail closed).',
          default: 'allow',
          source: 'Envoy failure_mode_deny: false; Kong fault_tolerant: true',
        }),
      },
      {
        doc: 'What keeps the count for all copies of the caller together; without, each copy has a limit of its own.',
        optional: true,
      },
      'call',
    ),
  },
  shorthand: 'rate',
  check: objection,
  create(options, { exchange, place, outbound, salt, shared }) {
    const { rate, burst = 1, 'max-wait': maxWait, algorithm, store } = options;
    const { create } = limiters.get(algorithm.kind) as unknown as LimiterMember;
    const { simulation } = exchange;
    const make = () =>
      limiterFor(options.per, () => create(algorithm.options as never, { rate, burst }));
    const limiterOf = store === undefined ? make() : shared('rate-limit', make);
    const limited = Outcome.failure('rate-limited', place);
    const unavailable = Outcome.failure('unavailable', place);
    const storage = store === undefined ? null : outbound(store.call);
    const key = storage === null ? 0 : salt('rate-limit.store');
    const lateRefusal = options.refusals === 'after-max-wait' ? maxWait : 0;

    const decide = (call: Call) => {
      const wait = limiterOf(call).ask(simulation.now, maxWait);
      call.state = wait === null ? Stand.refused : Stand.admitted;
      if (wait === 0) call.pass();
      else if (wait !== null) call.wake(wait);
      else if (lateRefusal > 0) call.wake(lateRefusal);
      else call.settle(limited);
    };
    const storeAnswered = (call: Call, { ok }: Outcome) => {
      if (ok) decide(call);
      else if (store?.['when-down'] === 'allow') call.pass();
      else call.settle(unavailable);
    };
    return {
      enter(call) {
        if (storage === null) {
          decide(call);
          return;
        }
        call.state = Stand.asking;
        exchange.openTo(call, storage.handler, storage.operation, key);
      },
      answered(call, outcome) {
        if (call.state === Stand.asking) storeAnswered(call, outcome);
        else call.settle(outcome);
      },
      woken: (call) => (call.state === Stand.refused ? call.settle(limited) : call.pass()),
    };
  },
});
