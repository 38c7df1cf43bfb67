import { defineProbing } from '../probing.js';

export const waitingLine = defineProbing({
  kind: 'waiting-line',
  summary:
    'One probe, or as many as there are to be; the others wait until a probe has been answered, and then go through or are turned away. Only probes close it, also by failures that are ignored, but late failures may open it.',
  source: 'cockatiel 3 (C1, C3-C5)',
  options: {},
  create(_, { trip, probes }) {
    let recovered = 0;
    const well = () => (++recovered < probes ? null : 'recovered');
    return {
      others: 'wait',
      longest: Number.POSITIVE_INFINITY,
      begin() {
        recovered = 0;
      },
      answered({ ok, took, now, isProbe }) {
        if (!isProbe) return trip.record(ok, took, now) ? 'ill' : null;
        // A good probe is the first thing known about the time after the illness.
        if (ok) trip.reset(now);
        trip.record(ok, took, now);
        if (!ok) return 'ill';
        return well();
      },
      // The callee has said something, and nothing that speaks against it.
      passed: well,
      expired: () => 'ill',
    };
  },
});
