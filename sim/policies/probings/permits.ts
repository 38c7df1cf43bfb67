import { choice, duration } from '../../catalogue/scalars.js';
import { defineProbing } from '../probing.js';

export const permits = defineProbing({
  kind: 'permits',
  summary:
    'So many calls as there are probes, the others are turned away; the trip rule decides over the answers, as soon as there are enough. It closes with an empty memory.',
  source: 'resilience4j 2.x HalfOpenState (R5, R7)',
  options: {
    'max-wait': duration({
      doc: 'How long it stays half-open at most; without, as long as the probes take.',
      optional: true,
    }),
    'after-wait': choice(['open', 'closed'], {
      doc: 'What it becomes after `max-wait`.',
      default: 'open',
      source: 'resilience4j transitionToStateAfterWaitDuration',
    }),
  },
  create({ 'max-wait': longest = Number.POSITIVE_INFINITY, 'after-wait': next }, { trip, probes }) {
    /** Answers that decide. */
    const decisive = Math.min(trip.minimum, probes);
    let answers = 0;
    let failed = 0;
    let slow = 0;
    return {
      others: 'turned-away',
      longest,
      begin() {
        answers = 0;
        failed = 0;
        slow = 0;
      },
      answered({ ok, took, now }, state) {
        if (state !== 'half-open') return trip.record(ok, took, now) ? 'ill' : null;
        if (!ok) failed++;
        if (trip.isSlow(took)) slow++;
        if (++answers < decisive) return null;
        if (trip.stillIll(answers, failed, slow)) return 'ill';
        trip.reset(now);
        return 'recovered';
      },
      expired(now) {
        if (next === 'open') return 'ill';
        trip.reset(now);
        return 'recovered';
      },
    };
  },
});
