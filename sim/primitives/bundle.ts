/** Bundles: several things that one call is about, such as the messages of a batch that a consumer takes at once. */
import type { Keyed } from '../kernel/random.js';
import type { Noted, Notes } from './notes.js';
import type { Process } from './process.js';
import type { Request } from './request.js';

/** One of them, with its own randomness. */
export interface Part extends Keyed, Noted {
  /** For whom it is. */
  readonly request: Request;
  /** What was to be done for it could not be done; the others go on. */
  failed: boolean;
}

/** What a call carries that may be about several things. */
export abstract class Carrier implements Noted {
  notes: Notes | null = null;
  process: Process | null = null;
  /** Null where the call is about its own request alone. */
  parts: readonly Part[] | null = null;
  /** What is published while the call is worked on belongs to it; null for nothing. */
  transaction: object | null = null;
}

/** What is noted of what a call is about; null where nothing is carried. */
export function notedOf(cargo: unknown): Noted | null {
  return cargo instanceof Carrier ? cargo : null;
}

/** What messages that are published for a call belong to. */
export function transactionOf(cargo: unknown): object | null {
  return cargo instanceof Carrier ? cargo.transaction : null;
}

/** What a call is about beside its own request; null where there is nothing. */
export function partsOf(cargo: unknown): readonly Part[] | null {
  return cargo instanceof Carrier ? cargo.parts : null;
}
