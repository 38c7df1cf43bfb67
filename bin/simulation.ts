/** A plan carried out: with threads, progress, and an ear for Ctrl-C. */
import { labelOf } from '../reports/strategies.js';
import type { Plan } from '../sim/experiment/experiment.js';
import { Pool } from '../sim/experiment/pool.js';
import type { ExperimentResult } from '../sim/index.js';
import { type Manner, progressView } from './terminal/progress.js';

export interface SimulationSettings {
  readonly workers: number | undefined;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

export async function simulated(
  plan: Plan,
  { workers, quiet, signal }: SimulationSettings,
): Promise<ExperimentResult> {
  const pool = new Pool({ workers, signal });
  try {
    return await runWithProgress(pool, plan, quiet ? 'silent' : 'lasting');
  } finally {
    await pool.close();
  }
}

/** One plan of perhaps several that share the threads of a pool. */
export async function runWithProgress(
  pool: Pool,
  plan: Plan,
  manner: Manner,
  label?: string,
): Promise<ExperimentResult> {
  const labels = new Map(plan.variants.map((each) => [each.strategy, label ?? labelOf(each)]));
  const view = await progressView(plan.jobs, labels, manner);
  try {
    return await pool.run(plan, view.progress, () => view.start());
  } finally {
    view.end();
  }
}
