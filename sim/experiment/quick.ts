/** Runs in this thread for as long as they promise to be over soon: threads take their time to start. */
import type { Variant } from '../scenario/compile.js';
import type { Plan } from './experiment.js';
import { located } from './failure.js';
import type { Progress } from './progress.js';
import { type RunResult, runOnce } from './run.js';

/** Milliseconds of work that are worth starting threads for: each of them has to warm up too. */
const LONG = 1000;
/** Until the compiler has warmed up, in milliseconds, the work seems this much longer than it is. */
const WARM = { after: 400, before: 4 };
/** The pace is that of the last milliseconds, so many at least. */
const WINDOW = 100;
/** Earlier nothing can be told. */
const FIRST_LOOK = 200;

/** Thrown out of a run that turns out to be long. */
class NotQuick extends Error {}

/**
 * Runs a plan's jobs from the first on, and stops when what is left would take long.
 * @param clock milliseconds that have passed since whenever.
 */
export function runQuickOnes(plan: Plan, progress: Progress, clock: () => number): RunResult[] {
  const { jobs, variants } = plan;
  const pace = new Pace(clock);
  const runs: RunResult[] = [];
  for (const [index, job] of jobs.entries()) {
    const variant = variants.find(({ strategy }) => strategy === job.strategy) as Variant;
    const onProgress = (share: number) => {
      progress.shares[index] = share;
      if (pace.isLong(index + share, jobs.length)) throw new NotQuick();
    };
    try {
      runs.push(runOnce(variant, { replication: job.replication, onProgress }));
    } catch (error) {
      if (error instanceof NotQuick) return runs;
      throw located(error, job, variant.linked.scenario.run.seed);
    }
    progress.finish(index, runs[index] as RunResult);
  }
  return runs;
}

/** How fast jobs are done, and so how long the rest will take. */
class Pace {
  private readonly begun: number;
  private markedAt: number;
  private markedDone = 0;

  constructor(private readonly clock: () => number) {
    this.begun = clock();
    this.markedAt = this.begun;
  }

  /** @param done jobs that are done, in part too. */
  isLong(done: number, jobs: number): boolean {
    const now = this.clock();
    const window = now - this.markedAt;
    if (window < WINDOW || now - this.begun < FIRST_LOOK) return false;
    const rest = ((jobs - done) * window) / (done - this.markedDone);
    this.markedAt = now;
    this.markedDone = done;
    return rest > LONG * (now - this.begun < WARM.after ? WARM.before : 1);
  }
}
