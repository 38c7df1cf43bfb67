import { flatField } from '../catalogue/flat.js';
import { list } from '../catalogue/groups.js';
import { choice, duration, flag, integer } from '../catalogue/scalars.js';
import type { Call, Witness } from '../primitives/call.js';
import { Fifo } from '../primitives/disciplines/fifo.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import { type BackoffMember, Schedule } from './backoff.js';
import { backoffs } from './backoffs/index.js';
import { Admission, Breaker } from './breaker.js';
import { EndpointBreakers } from './endpoint-breakers.js';
import { jitters } from './jitters/index.js';
import { definePolicy } from './policy.js';
import type { ProbingMember } from './probing.js';
import { probings } from './probings/index.js';
import type { TripMember } from './trip.js';
import { trips } from './trips/index.js';

/** What the growth of the time open has beside its back-off. */
const GROWTH = {
  jitter: jitters.field({
    doc: 'Randomness that keeps breakers apart.',
    default: 'none',
  }),
  cap: duration({ doc: 'The longest time; without, there is none.', optional: true }),
};

export const circuitBreaker = definePolicy({
  kind: 'circuit-breaker',
  role: 'judges',
  summary: 'Stops calling a callee that keeps failing, and probes now and then whether it is well.',
  source: 'Nygard, Release It!, 2nd ed., 5.2; manners of resilience4j 2.x (R1-R8)',
  options: {
    trip: trips.field({
      doc: 'When it opens.',
      default: 'count-window',
      source: 'resilience4j slidingWindowType',
    }),
    'open-for': flatField(
      backoffs,
      GROWTH,
      {
        doc: 'How long it rejects before it probes; a back-off grows with every opening since it was last closed.',
        default: '60s',
        source: 'resilience4j waitDurationInOpenState',
      },
      'constant',
    ),
    'half-opens': choice(['after', 'at', 'by-itself'], {
      doc: 'When probing begins: with the first call after that time, with the first call at or after it, or by itself when it is over.',
      default: 'after',
      source:
        'resilience4j automaticTransitionFromOpenToHalfOpenEnabled: false; cockatiel and Polly: at; opossum: by-itself',
    }),
    'half-open': probings.field({
      doc: 'Which calls are let through half-open, and whose answers decide.',
      default: 'permits',
      source: 'resilience4j',
    }),
    probes: integer({
      doc: 'Calls let through half-open; their answers decide whether it closes.',
      default: 10,
      min: 1,
      source: 'resilience4j permittedNumberOfCallsInHalfOpenState',
    }),
    counts: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that count as failures; without, every fault does.',
      optional: true,
      min: 1,
    }),
    ignores: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that count as nothing at all: a probe that ends so gives its place to another call, or what `half-open` says.',
      optional: true,
      min: 1,
    }),
    at: choice(['edge', 'endpoints'], {
      doc: 'Where it stands: one before all instances of the callee, or one before each. Those whose breaker is open are not chosen then; a caller that leaves, as after a timeout, counts as a failure.',
      default: 'edge',
      source: 'Finagle and Linkerd failure accrual, service meshes: endpoints',
    }),
    'all-open': choice(['refuse', 'pass'], {
      doc: 'At endpoints, what becomes of calls when every breaker says no: they end as unavailable, or any instance is called all the same.',
      default: 'refuse',
      source: 'Linkerd; Finagle: pass (FA2)',
    }),
    'dry-run': flag({
      doc: 'It decides and shows its states, but lets every call through. Calls that it would have turned away are not counted.',
      default: false,
    }),
  },
  guards: ({ at }) => at === 'endpoints',
  create(options, { exchange, place, track, salt, guard }) {
    const { simulation } = exchange;
    const { trip: rule, 'open-for': openFor, 'half-open': manner, probes } = options;
    const { create: createTrip } = trips.get(rule.kind) as unknown as TripMember;
    const { create: createBackoff } = backoffs.get(openFor.kind) as unknown as BackoffMember;
    const { create: createProbing } = probings.get(manner.kind) as unknown as ProbingMember;
    const chance = salt('circuit-breaker.open');
    const breakerOf = (instance: number | null, entered: (state: string) => void) => {
      const trip = createTrip(rule.options as never);
      const tell = track('circuit-breaker', 'closed', instance);
      return new Breaker({
        simulation,
        trip,
        probing: createProbing(manner.options as never, { trip, probes }),
        openFor: new Schedule(createBackoff(openFor.options as never), openFor),
        halfOpens: options['half-opens'],
        probes,
        salt: chance,
        tell(state) {
          tell(state);
          entered(state);
        },
      });
    };
    const dry = options['dry-run'];
    const rejected = Outcome.failure('rejected-open', place);
    const counted = options.counts && new Set<Fault | null>(options.counts);
    const ignored = new Set<Fault | null>(options.ignores);
    const isGood = (outcome: Outcome) =>
      outcome.ok || (counted !== undefined && !counted.has(outcome.fault));
    const isIgnored = (outcome: Outcome) => !outcome.ok && ignored.has(outcome.fault);
    if (options.at === 'endpoints') {
      const verdict = (outcome: Outcome | null) => {
        if (outcome === null) return false;
        return isIgnored(outcome) ? null : isGood(outcome);
      };
      const passes = options['all-open'] === 'pass';
      guard(
        (endpoints) => new EndpointBreakers(endpoints, { make: breakerOf, verdict, passes, dry }),
      );
      return {};
    }
    const breaker = breakerOf(null, () => {});
    /** Calls that wait for the newest probe. */
    let line = new Fifo();

    const witness: Witness = {
      over(call, outcome, took) {
        if (outcome === null) breaker.left();
        else if (!isIgnored(outcome)) breaker.record(isGood(outcome), took, false, call);
        return false;
      },
    };
    const stand = (call: Call, admission: number) => {
      if (admission === Admission.closed) {
        call.pass(witness);
        return;
      }
      call.state = admission;
      call.mark = simulation.now;
      if (admission === Admission.probe) {
        call.count = breaker.round;
        line = new Fifo();
        call.item = line;
      }
      if (admission === Admission.wait && !dry) {
        line.push(call);
        call.item = line;
      } else if (admission === Admission.no && !dry) call.settle(rejected);
      else call.proceed();
    };
    return {
      enter: (call) => stand(call, breaker.admit()),
      answered(call, outcome) {
        if (call.state === Admission.probe) {
          if (isIgnored(outcome)) breaker.ignore(call.count);
          else breaker.record(isGood(outcome), simulation.now - call.mark, true, call);
        }
        call.settle(outcome);
      },
      left(call, outcome) {
        const { state } = call;
        if (state === Admission.wait && !dry) (call.item as Fifo).remove(call);
        if (state !== Admission.probe) return;
        // A probe whose caller left tells nothing: its permit is given back.
        if (outcome === null) breaker.giveBack(call.count);
        const waiting = call.item as Fifo;
        for (let turns = waiting.length; turns > 0; turns--) {
          const next = waiting.take() as Call;
          stand(next, breaker.admitAgain());
        }
      },
    };
  },
});
