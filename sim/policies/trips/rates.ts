/** What the two rate rules share: thresholds over a window of calls. */
import { duration, share } from '../../catalogue/scalars.js';
import type { Duration } from '../../kernel/time.js';
import type { Counts } from '../../primitives/window.js';

export const RATE_FIELDS = {
  failures: share({
    doc: 'Share of failures from which on the breaker opens.',
    default: '50%',
    min: '1%',
    source: 'resilience4j failureRateThreshold',
  }),
  slow: share({
    doc: 'Share of slow calls from which on the breaker opens.',
    default: '100%',
    min: '1%',
    source: 'resilience4j slowCallRateThreshold',
  }),
  'slower-than': duration({
    doc: 'Calls that take longer count as slow.',
    default: '60s',
    source: 'resilience4j slowCallDurationThreshold',
  }),
};

interface Thresholds {
  readonly failures: number;
  readonly slow: number;
  readonly 'slower-than': Duration;
}

/** Whether either share has reached its threshold (not strictly: resilience4j rule R1). */
export function reaches({ total, failed, slow }: Counts, thresholds: Thresholds): boolean {
  return failed >= thresholds.failures * total || slow >= thresholds.slow * total;
}
