import { duration, integer } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import type { Call, Witness } from '../primitives/call.js';
import { Deque } from '../primitives/deque.js';
import { Fifo } from '../primitives/disciplines/fifo.js';
import { Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

/** A call's `state` while it is in line. */
const WAITING = 1;

export const threadPool = definePolicy({
  kind: 'thread-pool',
  role: 'rations',
  summary:
    'Calls run on threads of their own: core threads first, then the queue, and only when it is full more threads.',
  source: 'JDK ThreadPoolExecutor (BH1); resilience4j thread pool bulkhead; Hystrix THREAD',
  options: {
    core: integer({
      doc: 'Threads that are kept.',
      default: 10,
      min: 1,
      source: 'Hystrix coreSize',
    }),
    max: integer({
      doc: 'Threads at most, while the queue is full; without, as many as `core`.',
      min: 1,
      optional: true,
      source: 'Hystrix maximumSize',
    }),
    queue: integer({
      doc: 'Calls that may wait, in order of arrival; 0 hands over directly.',
      default: 0,
      source: 'Hystrix maxQueueSize; resilience4j has 100',
    }),
    'keep-alive': duration({
      doc: 'A thread beyond `core` ends when it was idle for so long.',
      default: '20ms',
      source: 'resilience4j keepAliveDuration',
    }),
  },
  shorthand: 'core',
  check: ({ core, max = core }) => (max >= core ? undefined : 'a `max` of at least `core`'),
  create({ core, max = core, queue, 'keep-alive': keepAlive }, { exchange, place }) {
    const { simulation } = exchange;
    const full = Outcome.failure('bulkhead-full', place);
    const line = new Fifo();
    let threads = 0;
    /** Since when idle threads have been so, who waits longest first: that one gets the next call. */
    const idleSince = new Deque<Instant>();

    const retire = () => {
      while (threads > core && idleSince.length > 0) {
        if ((idleSince.at(0) as Instant) + keepAlive > simulation.now) return;
        idleSince.shift();
        threads--;
      }
    };
    const run = (call: Call) => call.pass(thread);
    const thread: Witness = {
      over() {
        const next = line.take();
        if (next === null) idleSince.push(simulation.now);
        else run(next);
        return false;
      },
    };
    const runOnNew = (call: Call) => {
      threads++;
      run(call);
    };
    return {
      enter(call) {
        retire();
        if (threads < core) runOnNew(call);
        else if (idleSince.shift() !== undefined) run(call);
        else if (line.length < queue) {
          call.state = WAITING;
          line.push(call);
        } else if (threads < max) runOnNew(call);
        else call.settle(full);
      },
      left(call) {
        if (call.state === WAITING) line.remove(call);
      },
    };
  },
});
