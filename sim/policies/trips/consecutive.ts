import { integer } from '../../catalogue/scalars.js';
import { defineTrip } from '../trip.js';

export const consecutive = defineTrip({
  kind: 'consecutive',
  summary: 'Opens after so many failures in a row.',
  source: 'cockatiel ConsecutiveBreaker; Linkerd failure accrual',
  options: { failures: integer({ doc: 'How many.', min: 1, default: 5 }) },
  shorthand: 'failures',
  create({ failures }) {
    let row = 0;
    return {
      minimum: Number.POSITIVE_INFINITY,
      record(ok) {
        row = ok ? 0 : row + 1;
        return row >= failures;
      },
      stillIll: (_, failed) => failed > 0,
      isSlow: () => false,
      reset() {
        row = 0;
      },
    };
  },
});
