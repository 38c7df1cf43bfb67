/** Exit codes, and the two kinds of stop that only a command line knows. */

export const Exit = {
  ok: 0,
  /** An objective was missed, a theory contradicted. */
  missed: 1,
  /** The command line or the scenario cannot be worked with. */
  input: 2,
  /** A bug of ours: `EX_SOFTWARE` of sysexits.h. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** Something on the command line, or a file that it names, cannot be worked with. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';

  /** @param hint what to do instead. */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** The user has had enough. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
