import { flatField } from '../catalogue/flat.js';
import { list } from '../catalogue/groups.js';
import { choice, duration, flag, integer } from '../catalogue/scalars.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import { backoffs, scheduleOf } from './backoffs/index.js';
import { Breaker } from './breaker.js';
import { beforeEdge } from './edge-breaker.js';
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
  create(options, { exchange, place, track, salt, guard, shared }) {
    const { trip: rule, 'half-open': probing, probes } = options;
    const { create: createTrip } = trips.get(rule.kind) as unknown as TripMember;
    const { create: createProbing } = probings.get(probing.kind) as unknown as ProbingMember;
    const chance = salt('circuit-breaker.open');
    const manner = shared('circuit-breaker', () => ({
      simulation: exchange.simulation,
      openFor: scheduleOf(options['open-for']),
      halfOpens: options['half-opens'],
      probes,
      salt: chance,
      rejected: Outcome.failure('rejected-open', place),
      verdict: verdictOf(options.counts, options.ignores),
      dry: options['dry-run'],
      passes: options['all-open'] === 'pass',
    }));
    const breaker = (tell: (state: string) => void) => {
      const trip = createTrip(rule.options as never);
      const site = { trip, probes };
      return new Breaker(manner, trip, createProbing(probing.options as never, site), tell);
    };
    const tracked = (instance: number | null) => track('circuit-breaker', 'closed', instance);
    if (options.at === 'edge') return beforeEdge(breaker(tracked(null)), manner);
    const make = (instance: number, entered: (state: string) => void) => {
      const tell = tracked(instance);
      return breaker((state) => {
        tell(state);
        entered(state);
      });
    };
    guard((endpoints) => new EndpointBreakers(endpoints, make, manner));
    return {};
  },
});

/** What an outcome is to a breaker; null when it counts as nothing. A caller that leaves has not been answered. */
function verdictOf(counts: readonly Fault[] | undefined, ignores: readonly Fault[] | undefined) {
  const counted = counts && new Set<Fault | null>(counts);
  const ignored = new Set<Fault | null>(ignores);
  return (outcome: Outcome | null): boolean | null => {
    if (outcome === null) return false;
    if (outcome.ok) return true;
    if (ignored.has(outcome.fault)) return null;
    return counted !== undefined && !counted.has(outcome.fault);
  };
}
