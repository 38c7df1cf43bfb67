/** Recovery: how long after the last fault requests are answered as well as before the first. */
import type { RunResult } from './run.js';

/** Share of what was before the faults that must be reached again. */
const BACK = 0.95;
/** Windows are at least so many slices long, so that chance in a slice does not decide. */
const WINDOW = 5;

/**
 * Seconds from the end of the last fault until useful answers, as a share of the requests sent, are back
 * for good at 95 % of what they were before the first fault. Null without faults that end, or without
 * anything before them; Infinity when that has not happened by the end of the run: a metastable failure.
 */
export function recovery(run: RunResult): number | null {
  const span = faultSpan(run);
  if (span === null) return null;
  const { first, last } = span;
  const { useful, sent } = sums(run);
  const before = shareBetween(useful, sent, slicesUpTo(run.warmup, run), slicesUpTo(first, run));
  if (before === null) return null;
  const ended = Math.ceil(last / run.slice);
  let back = ended;
  for (let end = ended + WINDOW; end <= sent.length; end++) {
    const share = shareBetween(useful, sent, end - WINDOW, end);
    if (share !== null && share < BACK * before) back = end;
  }
  if (back === sent.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, back * run.slice - last);
}

/** From the first strike to the end of the last, in seconds; null without faults that end in the run. */
function faultSpan({
  faults,
  warmup,
  measured,
}: RunResult): { first: number; last: number } | null {
  const windows = faults.flatMap((fault) => fault.windows);
  const first = Math.min(...windows.map(([from]) => from));
  const last = Math.max(...windows.map(([, to]) => to ?? Number.POSITIVE_INFINITY));
  return windows.length > 0 && last < warmup + measured ? { first, last } : null;
}

/**
 * Seconds from the end of the last fault until a backlog, by slice of the run, is back to within 5 % of what it
 * was on average before the first. Null and Infinity as for {@link recovery}.
 */
export function catchUp(run: RunResult, backlog: readonly number[]): number | null {
  const span = faultSpan(run);
  if (span === null) return null;
  const before = backlog.slice(slicesUpTo(run.warmup, run), slicesUpTo(span.first, run));
  if (before.length === 0) return null;
  const usual = before.reduce((sum, each) => sum + each, 0) / before.length;
  const ended = Math.ceil(span.last / run.slice);
  const back = backlog.findIndex((each, slice) => slice >= ended && BACK * each <= usual);
  return back === -1 ? Number.POSITIVE_INFINITY : Math.max(0, back * run.slice - span.last);
}

/** Slices that are over at an instant. */
function slicesUpTo(seconds: number, { slice }: RunResult): number {
  return Math.floor(seconds / slice + 1e-9);
}

/** Useful answers and requests by slice, of all clients together. */
function sums({ clients }: RunResult): { useful: number[]; sent: number[] } {
  const useful: number[] = [];
  const sent: number[] = [];
  for (const { timeline } of Object.values(clients)) {
    for (const [slice, count] of timeline.useful.entries()) {
      useful[slice] = (useful[slice] ?? 0) + count;
      sent[slice] = (sent[slice] ?? 0) + (timeline.sent[slice] ?? 0);
    }
  }
  return { useful, sent };
}

function shareBetween(
  useful: readonly number[],
  sent: readonly number[],
  from: number,
  to: number,
): number | null {
  let answers = 0;
  let requests = 0;
  for (let slice = from; slice < to; slice++) {
    answers += useful[slice] ?? 0;
    requests += sent[slice] ?? 0;
  }
  return requests === 0 ? null : answers / requests;
}
