/** Failures of runs: which run it was, and how an error gets from one thread to another as what it is. */
import { BrokenInvariant, Diagnosis } from '../kernel/invariant.js';
import type { Job } from './experiment.js';

/** An error as plain data. */
export interface PackedError {
  readonly type: 'Diagnosis' | 'BrokenInvariant' | 'Error';
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a diagnosis. */
  readonly place: string;
}

export function packed(error: unknown): PackedError {
  if (!(error instanceof Error)) {
    return { type: 'Error', message: String(error), stack: undefined, place: '' };
  }
  const { message, stack } = error;
  if (error instanceof Diagnosis) return { type: 'Diagnosis', message, stack, place: error.place };
  return {
    type: error instanceof BrokenInvariant ? 'BrokenInvariant' : 'Error',
    message,
    stack,
    place: '',
  };
}

export function unpacked({ type, message, stack, place }: PackedError): Error {
  const error = make(type, message, place);
  // Where it was thrown, not where it was unpacked.
  if (stack !== undefined) error.stack = stack;
  return error;
}

function make(type: PackedError['type'], message: string, place: string): Error {
  if (type === 'Diagnosis') return new Diagnosis(message, place);
  return type === 'BrokenInvariant' ? new BrokenInvariant(message) : new Error(message);
}

/** The error, with the run that it ended in its message. */
export function located(error: unknown, { strategy, replication }: Job, seed: number): unknown {
  if (!(error instanceof Error)) return error;
  const run = `replication ${replication + 1} with seed ${seed}`;
  error.message += strategy === '' ? ` (in ${run})` : ` (strategy ${strategy}, ${run})`;
  return error;
}
