import { draw, salt } from '../../kernel/random.js';
import type { Call } from '../call.js';
import { defineDiscipline, type Line } from '../line.js';

const WHO_IS_NEXT = salt('discipline.random');

/** An array from which any element is taken by moving the last one into its place. */
class RandomOrder implements Line {
  private readonly calls: Call[] = [];

  get length(): number {
    return this.calls.length;
  }

  push(call: Call): void {
    call.lineIndex = this.calls.length;
    this.calls.push(call);
  }

  take(): Call | null {
    const last = this.calls.at(-1);
    if (last === undefined) return null;
    // The newest call's own randomness decides, with the length, so that no stream is shared.
    const u = draw(last, WHO_IS_NEXT + this.calls.length);
    const chosen = this.calls[Math.floor(u * this.calls.length)] as Call;
    this.remove(chosen);
    return chosen;
  }

  remove(call: Call): void {
    const last = this.calls.pop() as Call;
    if (last === call) return;
    this.calls[call.lineIndex] = last;
    last.lineIndex = call.lineIndex;
  }
}

export const random = defineDiscipline({
  kind: 'random',
  summary: 'Whoever waits, with equal chance: what a crowd of threads woken at once does.',
  source: 'Kingman, Proc. Camb. Phil. Soc. 58, 1962 (random order of service)',
  options: {},
  create: () => new RandomOrder(),
});
