/** The runs of a plan, here as long as that is quick, else in worker threads; with the same results. */
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Tinypool } from 'tinypool';
import { Diagnosis } from '../kernel/invariant.js';
import { conclude, type Job, normalForm, type Plan } from './experiment.js';
import { located, unpacked } from './failure.js';
import { Progress } from './progress.js';
import { runQuickOnes } from './quick.js';
import type { ExperimentResult } from './result.js';
import type { RunResult } from './run.js';
import type { Answer, Task } from './worker.js';

export interface PoolOptions {
  /** Threads; without, as many as there are cores, and none at all for what is over in no time. */
  readonly workers?: number | undefined;
  /** Ends all runs; what is waited for is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

const now = () => performance.now();

/** Worker threads, started when they are first needed and kept until they are closed. */
export class Pool {
  private threads: Tinypool | null = null;

  constructor(private readonly options: PoolOptions = {}) {}

  /**
   * @param onThreads told when it turns out that this takes long enough to show progress.
   * @throws Diagnosis when the model cannot get anywhere; always that of the first such run
   */
  async run(
    plan: Plan,
    progress = new Progress(plan.jobs),
    onThreads: () => void = () => {},
  ): Promise<ExperimentResult> {
    const runs = this.options.workers === undefined ? runQuickOnes(plan, progress, now) : [];
    if (runs.length < plan.jobs.length) {
      onThreads();
      await this.runRest(plan, progress, runs);
    }
    return conclude(plan, runs);
  }

  async close(): Promise<void> {
    await this.threads?.destroy();
    this.threads = null;
  }

  /** @param runs gets the results of all jobs that are not yet in it. */
  private async runRest(plan: Plan, progress: Progress, runs: RunResult[]): Promise<void> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const threads = this.started(plan.jobs.length - runs.length);
    const stop = () => threads.destroy();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await new Shift(plan, progress, runs, threads).work();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  private started(jobs: number): Tinypool {
    const { workers = availableParallelism() } = this.options;
    this.threads ??= new Tinypool({
      filename: new URL('./worker.js', import.meta.url).href,
      name: 'runTask',
      minThreads: Math.min(workers, jobs),
      maxThreads: workers,
    });
    return this.threads;
  }
}

/** The rest of a plan's jobs, each given to the next free thread, in order. */
class Shift {
  private readonly normalForms: ReadonlyMap<string, string>;
  private readonly seed: number;
  private next: number;
  private readonly failures: { readonly index: number; readonly error: unknown }[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly progress: Progress,
    private readonly runs: RunResult[],
    private readonly threads: Tinypool,
  ) {
    this.normalForms = new Map(plan.variants.map((each) => [each.strategy, normalForm(each)]));
    this.next = runs.length;
    // Run settings are the same for all strategies.
    this.seed = plan.variants[0]?.linked.scenario.run.seed ?? 0;
  }

  async work(): Promise<void> {
    const lanes = Array.from({ length: this.threads.options.maxThreads }, () => this.lane());
    await Promise.all(lanes);
    const [first] = this.failures.sort((a, b) => a.index - b.index);
    if (first !== undefined) throw first.error;
  }

  private async lane(): Promise<void> {
    // What has begun when a job fails runs to its end: it may hold a failure that comes before.
    while (this.failures.length === 0 && this.next < this.plan.jobs.length) {
      const index = this.next++;
      try {
        const run = await this.run(index);
        this.runs[index] = run;
        this.progress.finish(index, run);
      } catch (error) {
        this.failures.push({ index, error });
      }
    }
  }

  private async run(index: number): Promise<RunResult> {
    const job = this.plan.jobs[index] as Job;
    const text = this.normalForms.get(job.strategy) as string;
    const task: Task = { ...job, normalForm: text, shares: this.progress.shares, index };
    try {
      const answer: Answer = await this.threads.run(task);
      if ('run' in answer) return answer.run;
      throw unpacked(answer.failure);
    } catch (error) {
      throw located(explained(error), job, this.seed);
    }
  }
}

/** A full memory is told as what it is: a model that outgrows it. */
function explained(error: unknown): unknown {
  if ((error as { code?: string } | null)?.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new Diagnosis('the run needs more memory than there is', 'the scenario');
}
