/** Progress on standard error: bars where somebody is watching, else a line for each finished strategy. */
import { performance } from 'node:perf_hooks';
import type { MultiBar, Options } from 'cli-progress';
import type { Job } from '../../sim/experiment/experiment.js';
import { Progress } from '../../sim/experiment/progress.js';
import { duration, strategyLine } from './progress-line.js';

export interface ProgressView {
  readonly progress: Progress;
  /** It turns out to take a while. */
  start(): void;
  /** Nothing more is to come. */
  end(): void;
}

/** Not at all; bars that are gone when they are full; bars or lines that stay. */
export type Manner = 'silent' | 'passing' | 'lasting';

/** @param labels of the strategies, by name. */
export async function progressView(
  jobs: readonly Job[],
  labels: ReadonlyMap<string, string>,
  manner: Manner,
): Promise<ProgressView> {
  const { isTTY } = process.stderr;
  if (manner === 'silent' || (manner === 'passing' && !isTTY)) {
    return { progress: new Progress(jobs), start() {}, end() {} };
  }
  if (!isTTY) return plainView(jobs, labels);
  const { MultiBar } = (await import('cli-progress')).default;
  return barView(jobs, labels, (options) => {
    return new MultiBar({ ...options, clearOnComplete: manner === 'passing' });
  });
}

function plainView(jobs: readonly Job[], labels: ReadonlyMap<string, string>): ProgressView {
  const begun = performance.now();
  const progress = new Progress(jobs, ({ strategy }) => {
    const { runs, over } = progress.of(strategy);
    if (over < runs) return;
    const count = runs === 1 ? '1 run' : `${runs} runs`;
    const passed = duration(performance.now() - begun);
    process.stderr.write(`${labels.get(strategy)}: ${count} done after ${passed}\n`);
  });
  return { progress, start() {}, end() {} };
}

function barView(
  jobs: readonly Job[],
  labels: ReadonlyMap<string, string>,
  make: (options: Options) => MultiBar,
): ProgressView {
  const begun = performance.now();
  const ends = new Map<string, number>();
  const progress = new Progress(jobs, ({ strategy }) => {
    const { runs, over } = progress.of(strategy);
    if (over === runs) ends.set(strategy, performance.now() - begun);
  });
  const margin = Math.max(...[...labels.values()].map((label) => label.length));
  let bars: MultiBar | null = null;
  return {
    progress,
    start() {
      bars = make({
        stream: process.stderr,
        hideCursor: true,
        fps: 12,
        format: (_options, _params, { strategy }) =>
          strategyLine({
            label: (labels.get(strategy) as string).padEnd(margin),
            ...progress.of(strategy),
            ended: ends.get(strategy) ?? null,
            passed: performance.now() - begun,
            events: progress.events,
            total: progress.share,
          }),
      });
      for (const strategy of labels.keys()) bars.create(1, 0, { strategy });
    },
    end() {
      bars?.stop();
    },
  };
}
