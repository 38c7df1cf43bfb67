import { choice, flag } from '../../catalogue/scalars.js';
import { defineProbing } from '../probing.js';

export const firstAnswer = defineProbing({
  kind: 'first-answer',
  summary:
    'So many calls as there are probes, the others are turned away; the first answer decides, even if its call was made before the breaker opened.',
  source: 'opossum 9 (O7, O8); Hystrix 1.5 (H4); Polly 8 (P3, P4)',
  options: {
    forgets: flag({
      doc: 'Closing forgets what the trip rule knew; otherwise one more failure may open it again at once.',
      default: true,
      source: 'Hystrix, Polly; opossum keeps its window',
    }),
    'given-up': choice(['gives-place', 'reopens'], {
      doc: 'What it means half-open when the caller of a call has left, or a failure is ignored: nothing, and another call may take the place of a probe; or that the callee is ill still.',
      default: 'gives-place',
      source: 'Hystrix: reopens (H4)',
    }),
  },
  create: ({ forgets, 'given-up': givenUp }, { trip }) => ({
    others: 'turned-away',
    longest: Number.POSITIVE_INFINITY,
    begin() {},
    answered({ ok, took, now }, state) {
      const tripped = trip.record(ok, took, now);
      if (state !== 'half-open') return tripped ? 'ill' : null;
      if (!ok) return 'ill';
      if (forgets) trip.reset(now);
      return 'recovered';
    },
    expired: () => 'ill',
    ...(givenUp === 'reopens' ? { left: () => 'ill' as const, passed: () => 'ill' as const } : {}),
  }),
});
