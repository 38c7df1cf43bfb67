/** Recovery: how long after the last fault requests are answered as well as before the first. */
import { SECOND } from '../kernel/time.js';
import { type RunResult, SLICES } from './run.js';

/** Share of what was before the faults that must be reached again. */
const BACK = 0.95;
/** Windows are so many slices long, so that chance in a slice does not decide. */
const WINDOW = 5;
/** Where some requests always fail, a window may have so many standard deviations more of them. */
const DEVIATIONS = 4;
/** Share of the slices whose latencies are usual. */
const USUAL = 0.95;

/**
 * Seconds from the end of the last fault until useful answers are back: until requests are served as before the
 * first fault for good, and the answers have come to as many. Back means at 95 % of what it was, as a share of the
 * requests sent and but for chance. Null without faults that end, and where nothing was asked for before or after
 * them; Infinity when that has not happened by the end of the run: a metastable failure.
 */
export function recovery(run: RunResult): number | null {
  const span = faultSpan(run);
  if (span === null) return null;
  const [from, to] = [slicesUpTo(run.warmup, run), slicesUpTo(span.first, run)];
  const { sent, served, useful } = sums(run, from, to);
  const usually = between(sent, from, to);
  const ended = Math.ceil(span.last / run.slice);
  if (usually === 0 || between(sent, ended, SLICES) === 0) return null;
  const before = between(served, from, to) / usually;
  const isBack = (answers: readonly number[], start: number, end: number) => {
    const count = between(sent, start, end);
    const chance = DEVIATIONS * Math.sqrt(count * before * (1 - before));
    return between(answers, start, end) >= BACK * before * count - chance;
  };
  // Short of time, the end of the run is one window.
  const last = Math.max(ended, SLICES - WINDOW);
  let back = ended;
  for (let start = ended; start <= last; start++) {
    if (!isBack(served, start, Math.min(SLICES, start + WINDOW))) back = start + 1;
  }
  if (back === ended) return 0;
  if (back > last) return Number.POSITIVE_INFINITY;
  while (back < last && !isBack(useful, back, back + 1)) back++;
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

interface Sums {
  readonly sent: readonly number[];
  readonly served: readonly number[];
  readonly useful: readonly number[];
}

/**
 * By slice, of all clients together: requests, those of them that were answered usefully, and useful answers. A
 * client's requests from shortly before the first fault, and from shortly before the end, are left out: a fault
 * may have hit them, or they had less time for an answer than others.
 */
function sums({ clients, slice: length }: RunResult, from: number, to: number): Sums {
  const sums = { sent: zeros(), served: zeros(), useful: zeros() };
  for (const { timeline } of Object.values(clients)) {
    const short = Math.ceil(usualLatency(timeline.p99.slice(from, to)) / length);
    const before = Math.max(from + 1, to - short);
    for (let slice = 0; slice < SLICES - short; slice++) {
      if (slice >= before && slice < to) continue;
      for (const key of ['sent', 'served', 'useful'] as const) {
        sums[key][slice] = (sums[key][slice] as number) + (timeline[key][slice] as number) * length;
      }
    }
  }
  return sums;
}

/** A latency, in seconds, above which only single requests are, from the 99th percentiles of slices. */
function usualLatency(p99s: readonly number[]): number {
  const sorted = p99s.filter(Number.isFinite).sort((a, b) => a - b);
  return (sorted[Math.ceil(USUAL * sorted.length) - 1] ?? 0) / SECOND;
}

function zeros(): number[] {
  return new Array<number>(SLICES).fill(0);
}

function between(counts: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let slice = from; slice < to; slice++) sum += counts[slice] as number;
  return sum;
}
