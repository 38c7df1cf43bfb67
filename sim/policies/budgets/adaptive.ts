import { choice } from '../../catalogue/scalars.js';
import { defineBudget } from '../budget.js';
import { QUOTA_FIELDS, Quota } from '../retry-quota.js';
import { SendingRate } from '../sending-rate.js';

export const adaptive = defineBudget({
  kind: 'adaptive',
  summary:
    'The quota, and from the first answer on that says slower a rate at which attempts may be sent: it falls with such answers and grows back along a cubic curve.',
  source: 'AWS SDK adaptive retry mode (RB8)',
  options: {
    ...QUOTA_FIELDS,
    holds: choice(['every-attempt', 'first-attempts'], {
      doc: 'Which attempts wait for the rate.',
      default: 'every-attempt',
      source: 'botocore; @smithy/util-retry 4.2.5: first-attempts',
    }),
    waiting: choice(['in-line', 'together'], {
      doc: 'Attempts that wait for the rate come one after the other; or those that have begun to wait at about the same time all go when there is room for one of them.',
      default: 'in-line',
      source: 'botocore; @smithy/util-retry 4.2.5: together',
    }),
  },
  shorthand: 'tokens',
  create({ holds, waiting, ...options }) {
    const tokens = new Quota(options);
    const sending = new SendingRate(waiting === 'in-line');
    return {
      hold: (isFirst, now) => (isFirst || holds === 'every-attempt' ? sending.take(now) : 0),
      pay: (throttled) => tokens.pay(throttled),
      succeeded(paid, now) {
        sending.answered(false, now);
        tokens.refund(paid);
      },
      failed: (throttled, now) => sending.answered(throttled, now),
      failedForGood: (now) => sending.answered(false, now),
      waited: () => sending.waited(),
    };
  },
});
