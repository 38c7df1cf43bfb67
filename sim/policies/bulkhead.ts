import { duration, integer } from '../catalogue/scalars.js';
import type { Call, Witness } from '../primitives/call.js';
import { Fifo } from '../primitives/disciplines/fifo.js';
import { Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

/** A call's `state` while it is in line. */
const WAITING = 1;

export const bulkhead = definePolicy({
  kind: 'bulkhead',
  role: 'rations',
  summary:
    'Bounds how many calls are under way at once, so that one callee cannot use up the caller.',
  source: 'Nygard, Release It!, 2nd ed., 5.3; defaults of the resilience4j semaphore bulkhead',
  options: {
    calls: integer({
      doc: "Calls under way at once: Envoy's max_connections to HTTP/1.1, its max_requests to HTTP/2.",
      default: 25,
      min: 1,
      source: 'resilience4j maxConcurrentCalls',
    }),
    queue: integer({
      doc: "Calls that may wait for a permit, in order of arrival: Envoy's max_pending_requests.",
      default: 0,
    }),
    'max-wait': duration({ doc: 'How long one waits for a permit.', optional: true }),
  },
  shorthand: 'calls',
  create({ calls, queue, 'max-wait': maxWait }, { exchange, place }) {
    const full = Outcome.failure('bulkhead-full', place);
    const line = new Fifo();
    let inside = 0;
    const letIn = (call: Call) => {
      inside++;
      call.pass(permit);
    };
    const permit: Witness = {
      over() {
        inside--;
        const next = line.take();
        if (next !== null) {
          exchange.sleep(next);
          letIn(next);
        }
        return false;
      },
    };
    return {
      enter(call) {
        if (inside < calls) letIn(call);
        else if (line.length < queue) {
          call.state = WAITING;
          line.push(call);
          if (maxWait !== undefined) call.wake(maxWait);
        } else call.settle(full);
      },
      woken: (call) => call.settle(full),
      left(call) {
        if (call.state === WAITING) line.remove(call);
      },
    };
  },
});
