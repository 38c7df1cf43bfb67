/** From the arguments to an exit code, whatever happens in between. */
import { Exit, type ExitCode, InputProblem } from './exit.js';
import { explain } from './failure.js';
import { program } from './program.js';
import { honourNoColor } from './terminal/paint.js';

export async function main(args: readonly string[]): Promise<ExitCode> {
  honourNoColor(args);
  watchOutput(args);
  let code: ExitCode = 0;
  const finish = (given: ExitCode) => {
    code = given;
  };
  try {
    await program(finish).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, args);
  }
}

/** `faultline ... | head` closes the pipe: that is no failure. A disk that is full is one. */
function watchOutput(args: readonly string[]): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(Exit.ok);
    process.exit(explain(new InputProblem(`cannot write the output: ${error.message}`), args));
  });
  // Where nothing can be said, the exit code has to do.
  process.stderr.on('error', ({ code }: NodeJS.ErrnoException) =>
    process.exit(code === 'EPIPE' ? Exit.ok : Exit.input),
  );
}
