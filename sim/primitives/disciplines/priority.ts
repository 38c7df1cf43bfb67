import type { Call } from '../call.js';
import { CallList, defineDiscipline, type Line } from '../line.js';

/** A list per priority; the smallest number is served first, equals in order of arrival. */
class Priority implements Line {
  length = 0;
  private readonly classes: { readonly priority: number; readonly calls: CallList }[] = [];

  push(call: Call): void {
    this.classOf(call.request.priority).append(call);
    this.length++;
  }

  take(): Call | null {
    for (const { calls } of this.classes) {
      const call = calls.first;
      if (call === null) continue;
      calls.remove(call);
      this.length--;
      return call;
    }
    return null;
  }

  remove(call: Call): void {
    this.classOf(call.request.priority).remove(call);
    this.length--;
  }

  private classOf(priority: number): CallList {
    let index = 0;
    for (; index < this.classes.length; index++) {
      const each = this.classes[index] as (typeof this.classes)[number];
      if (each.priority === priority) return each.calls;
      if (each.priority > priority) break;
    }
    const calls = new CallList();
    this.classes.splice(index, 0, { priority, calls });
    return calls;
  }
}

export const priority = defineDiscipline({
  kind: 'priority',
  summary: 'The smallest priority number of the client first, first in first out among equals.',
  source: 'Cobham, Operations Research 2(1), 1954 (non-preemptive priorities)',
  options: {},
  create: () => new Priority(),
});
