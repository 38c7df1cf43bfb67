/**
 *                 trips                       open-for has passed
 *     closed ---------------> open ------------------------------> half-open
 *        ^                      ^                                      |
 *        |                      +----------- still ill ----------------+
 *        +---------------------------------- recovered ----------------+
 */
import { list } from '../catalogue/groups.js';
import { choice, duration, integer } from '../catalogue/scalars.js';
import type { Call } from '../primitives/call.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';
import type { TripMember } from './trip.js';
import { trips } from './trips/index.js';

/** A call's `state`: let through while closed, as a probe, or not at all. */
const Admitted = { no: 0, closed: 1, probe: 2 } as const;

export const circuitBreaker = definePolicy({
  kind: 'circuit-breaker',
  summary: 'Stops calling a callee that keeps failing, and probes now and then whether it is well.',
  source: 'Nygard, Release It!, 2nd ed., 5.2; manners of resilience4j 2.x (R1-R8)',
  options: {
    trip: trips.field({
      doc: 'When it opens.',
      default: 'count-window',
      source: 'resilience4j slidingWindowType',
    }),
    'open-for': duration({
      doc: 'How long it rejects before it probes.',
      default: '60s',
      source: 'resilience4j waitDurationInOpenState',
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
  },
  create({ trip: chosen, 'open-for': openFor, probes, counts }, { exchange, place, track }) {
    const { simulation } = exchange;
    const { create } = trips.get(chosen.kind) as unknown as TripMember;
    const trip = create(chosen.options as never);
    /** Answers that decide half-open (resilience4j rule R5). */
    const decisive = Math.min(trip.minimum, probes);
    const rejected = Outcome.failure('rejected-open', place);
    const counted = counts === undefined ? null : new Set<Fault | null>(counts);
    const tell = track('circuit-breaker', 'closed');

    let state: 'closed' | 'open' | 'half-open' = 'closed';
    let openedAt = 0;
    /** Half-open: probes let through, answered, and of these failed and slow. */
    let admitted = 0;
    let answered = 0;
    let failed = 0;
    let slow = 0;

    const become = (next: typeof state) => {
      state = next;
      tell(next);
    };
    const open = () => {
      openedAt = simulation.now;
      become('open');
    };
    const admit = (): number => {
      if (state === 'closed') return Admitted.closed;
      if (state === 'open') {
        if (simulation.now <= openedAt + openFor) return Admitted.no;
        admitted = 0;
        answered = 0;
        failed = 0;
        slow = 0;
        become('half-open');
      }
      if (admitted === probes) return Admitted.no;
      admitted++;
      return Admitted.probe;
    };
    const judgeProbe = (ok: boolean, took: number) => {
      if (!ok) failed++;
      if (trip.isSlow(took)) slow++;
      if (++answered < decisive) return;
      if (trip.stillIll(answered, failed, slow)) open();
      else {
        trip.reset();
        become('closed');
      }
    };
    const record = (call: Call, outcome: Outcome) => {
      const ok = outcome.ok || (counted !== null && !counted.has(outcome.fault));
      const took = simulation.now - call.mark;
      if (state === 'half-open') judgeProbe(ok, took);
      else if (trip.record(ok, took, simulation.now) && state === 'closed') open();
    };
    return {
      enter(call) {
        call.mark = simulation.now;
        call.state = admit();
        if (call.state === Admitted.no) call.settle(rejected);
        else call.proceed();
      },
      answered(call, outcome) {
        record(call, outcome);
        call.settle(outcome);
      },
      left(call, outcome) {
        // A probe whose caller left tells nothing: its permit is given back.
        if (outcome === null && call.state === Admitted.probe && state === 'half-open') admitted--;
      },
    };
  },
});
