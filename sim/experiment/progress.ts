/** Progress: how far the runs of a plan have come, to be read whenever something is to be shown. */
import type { Job } from './experiment.js';
import type { RunResult } from './run.js';

export class Progress {
  /** By job, from 0 to 1; shared, so that workers can write it without a message for each step. */
  readonly shares: Float64Array<SharedArrayBuffer>;
  /** Executed in the runs that are over. */
  private finished = 0;
  private readonly over: boolean[];

  /** @param onFinished told of every run that is over. */
  constructor(
    readonly jobs: readonly Job[],
    private readonly onFinished: (job: Job) => void = () => {},
  ) {
    const { BYTES_PER_ELEMENT } = Float64Array;
    this.shares = new Float64Array(new SharedArrayBuffer(jobs.length * BYTES_PER_ELEMENT));
    this.over = jobs.map(() => false);
  }

  finish(index: number, { events }: RunResult): void {
    this.shares[index] = 1;
    this.finished += events;
    this.over[index] = true;
    this.onFinished(this.jobs[index] as Job);
  }

  /** Runs of a strategy: how many there are, how many are over, and what share of all of it is done. */
  of(strategy: string): { readonly runs: number; readonly over: number; readonly share: number } {
    let runs = 0;
    let over = 0;
    let sum = 0;
    for (const [index, job] of this.jobs.entries()) {
      if (job.strategy !== strategy) continue;
      runs++;
      if (this.over[index] === true) over++;
      sum += this.shares[index] as number;
    }
    return { runs, over, share: runs === 0 ? 1 : sum / runs };
  }

  /** Events executed so far; of runs under way, as many as runs that are over lead to expect. */
  get events(): number {
    const over = this.over.filter((each) => each).length;
    return over === 0 ? 0 : (this.finished / over) * this.share * this.jobs.length;
  }

  /** The share of all runs that is done. */
  get share(): number {
    return this.shares.reduce((sum, each) => sum + each, 0) / this.jobs.length;
  }
}
