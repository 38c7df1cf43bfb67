import type { Call } from '../call.js';
import { CallList, defineDiscipline, type Line } from '../line.js';

/** First in, first out. */
export class Fifo implements Line {
  private readonly calls = new CallList();

  get length(): number {
    return this.calls.length;
  }

  push(call: Call): void {
    this.calls.append(call);
  }

  take(): Call | null {
    const call = this.calls.first;
    if (call !== null) this.calls.remove(call);
    return call;
  }

  remove(call: Call): void {
    this.calls.remove(call);
  }
}

export const fifo = defineDiscipline({
  kind: 'fifo',
  summary: 'First in, first out: who waits longest is served next.',
  source: 'Kleinrock, Queueing Systems vol. 1, ch. 3 (FCFS)',
  options: {},
  create: () => new Fifo(),
});
