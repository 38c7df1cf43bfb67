import type { Call } from '../call.js';
import { CallList, defineDiscipline, type Line } from '../line.js';

/** First in, first out. */
export class Fifo extends CallList implements Line {
  push(call: Call): void {
    this.append(call);
  }

  take(): Call | null {
    const call = this.first;
    if (call !== null) this.remove(call);
    return call;
  }
}

export const fifo = defineDiscipline({
  kind: 'fifo',
  summary: 'First in, first out: who waits longest is served next.',
  source: 'Kleinrock, Queueing Systems vol. 1, ch. 3 (FCFS)',
  options: {},
  create: () => new Fifo(),
});
