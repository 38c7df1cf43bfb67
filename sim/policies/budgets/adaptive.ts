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
  },
  shorthand: 'tokens',
  create({ holds, ...options }) {
    const tokens = new Quota(options);
    const sending = new SendingRate();
    return {
      hold: (isFirst, now) => (isFirst || holds === 'every-attempt' ? sending.take(now) : 0),
      pay: (throttled) => tokens.pay(throttled),
      succeeded(paid, now) {
        sending.answered(false, now);
        tokens.refund(paid);
      },
      failed: (throttled, now) => sending.answered(throttled, now),
    };
  },
});
