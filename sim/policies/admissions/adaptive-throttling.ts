import { duration, number } from '../../catalogue/scalars.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineAdmissionRule, takenOn } from '../admission-rule.js';

/** Slices of the window. */
const SLICES = 120;

export const adaptiveThrottling = defineAdmissionRule({
  kind: 'adaptive-throttling',
  summary:
    'Sends at most so many times as many calls as the callee has taken on of late; those turned away here count as asked for.',
  source: 'Google SRE book, ch. 21, Handling Overload (S4)',
  options: {
    k: number({
      doc: 'How many times as many: 2 lets a callee that takes nothing on be asked now and then.',
      default: 2,
      min: 1,
      max: 1000,
      source: 'SRE book ch. 21',
    }),
    window: duration({
      doc: 'How far back it looks.',
      default: '2m',
      min: '1ms',
      source: 'SRE book ch. 21',
    }),
  },
  shorthand: 'k',
  accepts: takenOn,
  create({ k, window: span }) {
    const window = new TimeWindow(SLICES, Math.ceil(span / SLICES));
    return {
      rejection(now) {
        window.moveTo(now);
        const { total, failed } = window;
        return Math.max(0, (total - k * (total - failed)) / (total + 1));
      },
      turnedAway: (now) => window.count(now, 1, 1, 0),
      answered: (accepted, now) => window.count(now, 1, accepted ? 0 : 1, 0),
    };
  },
});
