/** From the arguments to an exit code, whatever happens in between. */
import type { ExitCode } from './exit.js';
import { explain } from './failure.js';
import { program } from './program.js';
import { honourNoColor } from './terminal/paint.js';

export async function main(args: readonly string[]): Promise<ExitCode> {
  honourNoColor(args);
  endQuietlyWithoutReaders();
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

/** `faultline ... | head` closes the pipe: that is no failure. */
function endQuietlyWithoutReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
