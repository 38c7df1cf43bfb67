/** The two kinds of stop that are not a result: a bug of ours, and a model that cannot get anywhere. */

/** A broken invariant: a bug in faultline, never the user's fault. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** A model that would run for ever or fill the memory; the message names the place and the way out. */
export class Diagnosis extends Error {
  override readonly name = 'Diagnosis';

  /** @param place the entity of the scenario to look at. */
  constructor(
    message: string,
    readonly place: string,
  ) {
    super(message);
  }
}

/** Throws {@link BrokenInvariant}; called behind a condition, so that no message is made in vain. */
export function broken(message: string): never {
  throw new BrokenInvariant(message);
}
