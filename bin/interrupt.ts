/** Ctrl-C: what is under way is stopped at once, and nothing of it is kept. */
import { Exit, Interrupted } from './exit.js';

/** Does something that a signal ends; told by an AbortSignal whose reason is {@link Interrupted}. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    // Whoever asks twice does not want to wait for threads to end.
    if (controller.signal.aborted) process.exit(Exit.interrupted);
    controller.abort(new Interrupted());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
