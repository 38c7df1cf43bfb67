import { type EventSlot, NO_EVENT } from '../../kernel/calendar.js';
import { type Duration, type Instant, toDuration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { type Cores, defineScheduler } from '../processor.js';
import { Apart, type Processor } from './apart.js';

const RUNNING = 2;

/**
 * All calls run at once and share the cores equally, none faster than one core.
 *
 * Every running call attains service at the same rate, so one number, the service attained by a call
 * that was there from the start, orders all completions: a heap on (attained at entry + demand).
 */
class ProcessorSharing implements Processor {
  private readonly coreCount: number;
  private readonly heap: Call[] = [];
  private attained = 0;
  /** Core time that such a call has occupied; more than it attained while work was slow. */
  private occupied = 0;
  private updatedAt: Instant = 0;
  private speed = 1;
  private timer: EventSlot = NO_EVENT;

  constructor(
    private readonly cores: Cores,
    private readonly instance: number,
  ) {
    this.coreCount = cores.of[instance] as number;
  }

  work(call: Call, demand: Duration): void {
    this.advance();
    // The mark orders completions; the amount tells what the call has had of the cores since it came, or was disowned.
    call.mark = this.attained + demand;
    call.amount = this.occupied;
    call.state = RUNNING;
    this.push(call);
    this.changed();
  }

  finish(call: Call): void {
    this.leave(call);
  }

  abandon(call: Call): void {
    if (call.state === RUNNING) this.leave(call);
  }

  disown(call: Call): void {
    if (this.heap[call.lineIndex] !== call) return;
    this.advance();
    call.amount = this.occupied;
  }

  setSpeed(speed: number): void {
    this.advance();
    this.speed = speed;
    this.changed();
  }

  /** Share of a core that each running call has. */
  private get share(): number {
    return Math.min(1, this.coreCount / this.heap.length);
  }

  private advance(): void {
    const { now } = this.cores.simulation;
    if (this.heap.length > 0) {
      const core = (now - this.updatedAt) * this.share;
      this.occupied += core;
      this.attained += core * this.speed;
    }
    this.updatedAt = now;
  }

  private leave(call: Call): void {
    this.advance();
    call.state = 0;
    this.take(call);
    if (call.unwanted) this.cores.waste(this.instance, toDuration(this.occupied - call.amount));
    this.changed();
  }

  /** The number of sharers or the speed is another: so is the time of the next completion. */
  private changed(): void {
    const { cores, heap } = this;
    const { simulation } = cores;
    cores.occupy(this.instance, Math.min(heap.length, this.coreCount));
    if (this.timer !== NO_EVENT) simulation.cancel(this.timer);
    this.timer = NO_EVENT;
    const first = heap[0];
    if (first === undefined || this.speed === 0) return;
    const delay = Math.max(0, Math.ceil((first.mark - this.attained) / (this.share * this.speed)));
    this.timer = simulation.after(delay, completeFirst, this);
  }

  /** The call with the least service left has had its demand. */
  completeFirst(): void {
    this.timer = NO_EVENT;
    const first = this.heap[0] as Call;
    first.handler.hooks.woken(first);
  }

  private push(call: Call): void {
    this.heap.push(call);
    this.siftUp(call, this.heap.length - 1);
  }

  private take(call: Call): void {
    const last = this.heap.pop() as Call;
    if (last === call) return;
    const index = call.lineIndex;
    this.siftUp(last, index);
    if (last.lineIndex === index) this.siftDown(last, index);
  }

  private siftUp(call: Call, from: number): void {
    const { heap } = this;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Call;
      if (above.mark <= call.mark) break;
      heap[index] = above;
      above.lineIndex = index;
      index = parent;
    }
    heap[index] = call;
    call.lineIndex = index;
  }

  private siftDown(call: Call, from: number): void {
    const { heap } = this;
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && (heap[right] as Call).mark < (heap[child] as Call).mark)
        child = right;
      const below = heap[child] as Call;
      if (below.mark >= call.mark) break;
      heap[index] = below;
      below.lineIndex = index;
      index = child;
    }
    heap[index] = call;
    call.lineIndex = index;
  }
}

function completeFirst(processor: ProcessorSharing): void {
  processor.completeFirst();
}

export const processorSharing = defineScheduler({
  kind: 'processor-sharing',
  summary: 'All calls share the cores equally, none faster than one core: time slices, made fine.',
  source: 'Kleinrock, Queueing Systems vol. 2, 4.4; limited sharing: Zhang and Lipsky, 2006',
  options: {},
  create: (_, cores) => new Apart((instance) => new ProcessorSharing(cores, instance)),
});
