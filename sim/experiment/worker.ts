/** What a worker thread does: it compiles a normal form once, and runs replications of it. */
import './engine.js';
import { fromNormalForm, type Variant } from '../scenario/compile.js';
import type { Job } from './experiment.js';
import { type PackedError, packed } from './failure.js';
import { type RunResult, runOnce } from './run.js';

export interface Task extends Job {
  readonly normalForm: string;
  /** Where the progress of this task is noted. */
  readonly shares: Float64Array;
  readonly index: number;
}

/** A run, or what ended it; an error that is merely thrown loses its type between threads. */
export type Answer = { readonly run: RunResult } | { readonly failure: PackedError };

let last: { readonly normalForm: string; readonly variant: Variant } | null = null;

export function runTask({ normalForm, strategy, replication, shares, index }: Task): Answer {
  try {
    if (last?.normalForm !== normalForm) {
      last = { normalForm, variant: fromNormalForm(strategy, JSON.parse(normalForm)) };
    }
    const onProgress = (share: number) => {
      shares[index] = share;
    };
    return { run: runOnce(last.variant, { replication, onProgress }) };
  } catch (error) {
    return { failure: packed(error) };
  }
}
