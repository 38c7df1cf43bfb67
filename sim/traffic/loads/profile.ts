import { fields, list } from '../../catalogue/groups.js';
import { choice, duration, flag, rate } from '../../catalogue/scalars.js';
import { UNIT } from '../../primitives/distributions/exponential.js';
import { defineLoad } from '../load.js';
import { type RatePiece, RateProfile } from '../rate-profile.js';
import { GAP } from './poisson.js';

interface Point {
  readonly at: number;
  readonly rate: number;
  readonly ramp: boolean;
}

/** Pieces between the points: level, or rising to the next point where that one is a ramp's end. */
function pieces(points: readonly Point[]): RatePiece[] {
  return points.map(({ at, rate }, index) => {
    const next = points[index + 1];
    return { at, from: rate, to: next?.ramp === true ? next.rate : rate };
  });
}

export const profile = defineLoad({
  kind: 'profile',
  summary: 'A rate that changes over time in steps and ramps (open).',
  source: 'k6 ramping-arrival-rate; non-homogeneous Poisson process by inversion: Cinlar, 1975',
  options: {
    points: list(
      fields(
        {
          at: duration({ doc: 'When.' }),
          rate: rate({ doc: 'The rate from here on, until the next point.' }),
          ramp: flag({
            doc: 'The rate moves here in a straight line from the point before.',
            default: false,
          }),
        },
        { doc: 'One point of the profile.' },
      ),
      { doc: 'The points, in order; the first is at 0s.', min: 1, max: 10000 },
    ),
    gaps: choice(['poisson', 'constant'], {
      doc: 'Random gaps, as of many users, or equal ones.',
      default: 'poisson',
    }),
  },
  shorthand: 'points',
  check({ points }) {
    if (points[0]?.at !== 0) return 'a first point at 0s';
    const ordered = points.every(
      ({ at }, index) => index === 0 || at > (points[index - 1]?.at ?? 0),
    );
    return ordered ? undefined : 'points in order of time';
  },
  create({ points, gaps }) {
    const rates = new RateProfile(pieces(points));
    return {
      type: 'open',
      next: (request) => rates.next(gaps === 'constant' ? 1 : UNIT.sample(request, GAP)),
      multiply: (factor, now) => rates.multiply(factor, now),
    };
  },
});
