import { fields, list } from '../catalogue/groups.js';
import { choice, duration, integer } from '../catalogue/scalars.js';
import { draw } from '../kernel/random.js';
import type { Duration } from '../kernel/time.js';
import type { Call, Witness } from '../primitives/call.js';
import { Lifo } from '../primitives/disciplines/lifo.js';
import { FAULTS, type Fault, NO_ROOM, Outcome } from '../primitives/outcome.js';
import type { ConcurrencyLimitMember } from './concurrency-limit.js';
import { concurrencyLimits } from './concurrency-limits/index.js';
import { Windowed } from './concurrency-limits/windowed.js';
import { definePolicy } from './policy.js';

/** A call's `state` while it is in line. */
const WAITING = 1;

/** Faults that show a lack of capacity. */
const DROPS: ReadonlySet<Fault | null> = new Set<Fault>([
  'timeout',
  'deadline-exceeded',
  'unavailable',
  ...NO_ROOM,
]);

export const adaptiveConcurrency = definePolicy({
  kind: 'adaptive-concurrency',
  role: 'rations',
  summary: 'Bounds the calls under way to what the callee can take, as its answers show it.',
  source:
    'Netflix, Performance Under Load, 2018; concurrency-limits 0.5; Envoy adaptive concurrency',
  options: {
    limit: concurrencyLimits.field({ doc: 'How the limit is found.', default: 'gradient2' }),
    window: fields(
      {
        least: duration({ doc: 'How long one is at least.', default: '1s' }),
        most: duration({
          doc: 'And at most; between them, twice the shortest call.',
          default: '1s',
        }),
        calls: integer({ doc: 'Answers that make one.', default: 10, min: 1 }),
      },
      {
        doc: 'The limit learns of windows of calls instead of each call: their mean time, and the most under way.',
        optional: true,
        source: 'concurrency-limits WindowedLimit (AC4)',
      },
      'least',
    ),
    drops: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that show a lack of capacity; without, timeouts and whatever turns calls away. Other failures say nothing.',
      optional: true,
      min: 1,
    }),
    backlog: integer({
      doc: 'Calls that may wait to be let in, the newest first.',
      default: 0,
      source: 'concurrency-limits LifoBlockingLimiter (AC5)',
    }),
    'max-wait': duration({ doc: 'How long one waits in the backlog.', default: '1s', min: '1ns' }),
  },
  shorthand: 'limit',
  create(options, { exchange, place, salt }) {
    const { limit: chosen, window, drops, backlog, 'max-wait': maxWait } = options;
    const { simulation } = exchange;
    const { create } = concurrencyLimits.get(chosen.kind) as unknown as ConcurrencyLimitMember;
    const found = create(chosen.options as never);
    const limit = window === undefined ? found : new Windowed(found, window);
    const dropped = drops === undefined ? DROPS : new Set<Fault | null>(drops);
    const shed = Outcome.failure('shed', place);
    const key = salt('adaptive-concurrency');
    const line = new Lifo();
    let inside = 0;

    const hasRoom = () => inside < limit.limit(simulation.now);
    const letIn = (call: Call) => {
      call.amount = ++inside;
      call.pass(witness);
    };
    const ended = ({ ok, fault }: Outcome) =>
      ok ? 'well' : dropped.has(fault) ? 'dropped' : 'ignored';
    const learn = (call: Call, outcome: Outcome, took: Duration) => {
      const { passedAt: startedAt, passedWith: inFlight } = call;
      const u = draw(call, key);
      limit.sample({ startedAt, took, inFlight, ended: ended(outcome), u }, simulation.now);
    };
    const witness: Witness = {
      over(call, outcome, took) {
        if (outcome !== null) learn(call, outcome, took);
        inside--;
        while (line.length > 0 && hasRoom()) {
          const next = line.take() as Call;
          exchange.sleep(next);
          letIn(next);
        }
        return false;
      },
    };
    return {
      enter(call) {
        if (hasRoom()) letIn(call);
        else if (line.length < backlog) {
          call.state = WAITING;
          line.push(call);
          call.wake(maxWait);
        } else call.settle(shed);
      },
      woken: (call) => call.settle(shed),
      left(call) {
        if (call.state === WAITING) line.remove(call);
      },
    };
  },
});
