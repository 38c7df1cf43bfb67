/** The frame of charts over time: how long, in which slices, and what was wrong when. */
import type { ExperimentResult } from '../../../sim/index.js';
import type { Row } from '../figure.js';

/** A stretch of time that is shaded. */
export interface Stretch {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Labels that would overlap stand in lanes, one below the other. */
  readonly lane: number;
}

export interface Frame {
  /** Seconds of simulated time. */
  readonly span: number;
  readonly slice: number;
  readonly warmup: number;
  readonly faults: readonly Stretch[];
}

export function frameOf(result: ExperimentResult): Frame {
  const { duration, slice, warmup } = result.scenario;
  return { span: duration, slice, warmup, faults: inLanes(faultsOf(result), duration) };
}

/** The middle of a slice, where its value is drawn. */
export function middle(slice: number, { slice: length }: Frame): number {
  return Number(((slice + 0.5) * length).toPrecision(8));
}

/** Slices as rows, for the pointer to find. */
export function moments(frame: Frame, slices: number): readonly Row[] {
  return Array.from({ length: slices }, (_, slice) => ({
    x: middle(slice, frame),
    from: Number((slice * frame.slice).toPrecision(8)),
    to: Number(((slice + 1) * frame.slice).toPrecision(8)),
  }));
}

type Window = Omit<Stretch, 'lane'>;

/** Every fault of any strategy, once: strategies may change the faults. */
function faultsOf({ strategies, scenario }: ExperimentResult): readonly Window[] {
  const windows = new Map<string, Window>();
  for (const { faults } of strategies) {
    for (const { name: label, windows: times } of faults) {
      for (const [from, end] of times) {
        const to = Math.min(end ?? scenario.duration, scenario.duration);
        windows.set(JSON.stringify([label, from, to]), { label, from, to });
      }
    }
  }
  return [...windows.values()].sort((a, b) => a.from - b.from);
}

/** A label takes about a fifth of the width; a fault that recurs is named where it strikes first. */
function inLanes(windows: readonly Window[], span: number): readonly Stretch[] {
  const ends: number[] = [];
  const named = new Set<string>();
  return windows.map((window) => {
    if (named.has(window.label)) return { ...window, label: '', lane: 0 };
    named.add(window.label);
    const free = ends.findIndex((end) => end <= window.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = window.from + span / 5;
    return { ...window, lane };
  });
}
