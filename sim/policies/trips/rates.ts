/** What the rate rules share: thresholds over a window of calls. */
import { choice, duration, flag, share } from '../../catalogue/scalars.js';
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
  strictly: flag({
    doc: 'It opens above the share only, not at it.',
    default: false,
    source: 'resilience4j; cockatiel: true',
  }),
  'decides-on': choice(['every-answer', 'failures'], {
    doc: 'Answers after which it may open: a success may do so too when it makes the minimum full, or is slow.',
    default: 'every-answer',
    source: 'resilience4j; cockatiel, opossum, Polly: failures',
  }),
};

export interface Thresholds {
  readonly failures: number;
  readonly slow: number;
  readonly 'slower-than': Duration;
  readonly strictly: boolean;
  readonly 'decides-on': 'every-answer' | 'failures';
}

/** Whether either share has reached its threshold (resilience4j rule R1). */
export function reaches({ total, failed, slow }: Counts, thresholds: Thresholds): boolean {
  const { failures, slow: slowShare, strictly } = thresholds;
  if (strictly) return failed > failures * total || slow > slowShare * total;
  return failed >= failures * total || slow >= slowShare * total;
}

/** Whether a rule may open after an answer like this one. */
export function mayDecide(ok: boolean, { 'decides-on': decidesOn }: Thresholds): boolean {
  return !ok || decidesOn === 'every-answer';
}
