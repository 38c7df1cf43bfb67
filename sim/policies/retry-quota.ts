/** The retry quota of the AWS SDKs, which two budgets have. */
import { flag, integer } from '../catalogue/scalars.js';

export const QUOTA_FIELDS = {
  tokens: integer({
    doc: 'The most there are, and how many there are at first. No time gives them back, only successes do.',
    default: 500,
    min: 1,
    source: 'AWS SDK, INITIAL_RETRY_TOKENS',
  }),
  transient: integer({
    doc: 'What a retry costs.',
    default: 14,
    min: 1,
    source: 'AWS SDK 2026; 10 in the SDKs before (TIMEOUT_RETRY_COST)',
  }),
  throttled: integer({
    doc: 'What a retry costs after an answer that says: slower.',
    default: 5,
    min: 1,
    source: 'AWS SDK, RETRY_COST',
  }),
  'refill-bug': flag({
    doc: 'One success fills the quota up, whatever was spent.',
    default: false,
    source:
      '@smithy/util-retry up to 4.2.5 takes the greater of the two where the smaller was meant',
  }),
};

interface QuotaOptions {
  readonly tokens: number;
  readonly transient: number;
  readonly throttled: number;
  readonly 'refill-bug': boolean;
}

export class Quota {
  private left: number;

  constructor(private readonly options: QuotaOptions) {
    this.left = options.tokens;
  }

  pay(throttled: boolean): number {
    const price = throttled ? this.options.throttled : this.options.transient;
    if (this.left < price) return 0;
    this.left -= price;
    return price;
  }

  /** A success gives back what its last retry cost, or 1 if it needed none. */
  refund(paid: number): void {
    const { tokens, 'refill-bug': bug } = this.options;
    const left = this.left + (paid === 0 ? 1 : paid);
    this.left = bug ? Math.max(tokens, left) : Math.min(tokens, left);
  }
}
