/** Recovery: how long after the last fault requests are answered as well as before the first. */
import { SECOND } from '../kernel/time.js';
import { type RunResult, SLICES } from './run.js';

/** Share of what was before the faults that must be reached again. */
const BACK = 0.95;
/** Windows are so many slices long, so that chance in a slice does not decide. */
const WINDOW = 5;
/** Where some requests always fail, a window may have so many standard deviations more of them. */
const DEVIATIONS = 4;

/**
 * Seconds from the end of the last fault until useful answers are back: until requests are served as before the
 * first fault for good, and the answers have come to as many. Back means at 95 % of what it was, as a share of the
 * requests sent and but for chance. Null without faults that end, or without anything before them; Infinity when that has not happened
 * by the end of the run: a metastable failure.
 */
export function recovery(run: RunResult): number | null {
  const span = faultSpan(run);
  if (span === null) return null;
  const { sent, served, useful } = sums(run);
  const [from, to] = [slicesUpTo(run.warmup, run), slicesUpTo(span.first, run)];
  const requests = between(sent, from, to);
  if (requests === 0) return null;
  const before = between(served, from, to) / requests;
  const isBack = (answers: readonly number[], start: number, end: number) => {
    const count = between(sent, start, end);
    const chance = DEVIATIONS * Math.sqrt(count * before * (1 - before));
    return between(answers, start, end) >= BACK * before * count - chance;
  };
  const ended = Math.ceil(span.last / run.slice);
  // What was sent so shortly before the end had less time for an answer than others had.
  const told = sent.length - Math.ceil(usualLatency(run, from, to) / run.slice);
  let back = ended;
  for (let start = ended; start + WINDOW <= told; start++) {
    if (!isBack(served, start, start + WINDOW)) back = start + 1;
  }
  if (back === ended) return 0;
  if (back + WINDOW > told) return Number.POSITIVE_INFINITY;
  while (back < told && !isBack(useful, back, back + 1)) back++;
  return back * run.slice - span.last;
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

/** The longest latency that was usual in some slices, in seconds: the highest of their 99th percentiles. */
function usualLatency({ clients }: RunResult, from: number, to: number): number {
  const all = Object.values(clients).flatMap(({ timeline }) => timeline.p99.slice(from, to));
  return Math.max(0, ...all.filter(Number.isFinite)) / SECOND;
}

/** By slice, of all clients together: requests, those of them that were answered usefully, and useful answers. */
function sums({
  clients,
  slice: length,
}: RunResult): Record<'sent' | 'served' | 'useful', readonly number[]> {
  const timelines = Object.values(clients).map(({ timeline }) => timeline);
  const of = (key: 'sent' | 'served' | 'useful') =>
    Array.from({ length: SLICES }, (_, slice) =>
      timelines.reduce((sum, timeline) => sum + (timeline[key][slice] as number) * length, 0),
    );
  return { sent: of('sent'), served: of('served'), useful: of('useful') };
}

function between(counts: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let slice = from; slice < to; slice++) sum += counts[slice] as number;
  return sum;
}
