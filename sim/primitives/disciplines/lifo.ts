import type { Call } from '../call.js';
import { CallList, defineDiscipline, type Line } from '../line.js';

/** Last in, first out. */
export class Lifo implements Line {
  private readonly calls = new CallList();

  get length(): number {
    return this.calls.length;
  }

  push(call: Call): void {
    this.calls.append(call);
  }

  take(): Call | null {
    const call = this.calls.last;
    if (call !== null) this.calls.remove(call);
    return call;
  }

  remove(call: Call): void {
    this.calls.remove(call);
  }
}

export const lifo = defineDiscipline({
  kind: 'lifo',
  summary: 'Last in, first out: under overload some are served in time and the others not at all.',
  source:
    'Cohen, The Single Server Queue, III.3 (LCFS); Maurer, Fail at Scale, ACM Queue 13(8), 2015',
  options: {},
  create: () => new Lifo(),
});
