import type { Duration } from '../../kernel/time.js';
import { toDuration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { Fifo } from '../disciplines/fifo.js';
import { type Cores, defineScheduler, type Scheduler } from '../processor.js';

const State = { none: 0, waiting: 1, running: 2 } as const;

/** One call per core until its work is done; the others wait in order of arrival. */
class RunToCompletion implements Scheduler {
  /** The call of each instance that got a core last; those before it hang on its `ahead`. */
  private readonly newest: (Call | null)[];
  /** Calls without a core; made when the first has to wait. */
  private waiting: (Fifo | null)[] | null = null;
  /** How fast work goes; nothing while it is normal everywhere. */
  private speeds: number[] | null = null;

  constructor(private readonly cores: Cores) {
    this.newest = cores.of.map(() => null);
  }

  work(instance: number, call: Call, demand: Duration): void {
    const { cores } = this;
    const busy = cores.busyAt(instance);
    // The mark is the demand that is left; the amount, since when it has been worked on at this speed.
    call.mark = demand;
    if (busy < (cores.of[instance] as number)) {
      this.start(instance, call);
      cores.occupy(instance, busy + 1);
    } else {
      call.state = State.waiting;
      this.lineOf(instance).push(call);
    }
  }

  finish(instance: number, call: Call): void {
    this.leave(instance, call);
  }

  abandon(instance: number, call: Call): void {
    if (call.state === State.waiting) {
      call.state = State.none;
      this.lineOf(instance).remove(call);
    } else if (call.state === State.running) this.leave(instance, call);
  }

  setSpeed(instance: number, speed: number): void {
    const { now } = this.cores.simulation;
    const before = this.speedOf(instance);
    const running = this.running(instance);
    for (const call of running) {
      const elapsed = now - call.amount;
      if (call.unwanted) this.countWaste(instance, call);
      call.mark = Math.max(0, toDuration(call.mark - elapsed * before));
    }
    this.speeds ??= this.cores.of.map(() => 1);
    this.speeds[instance] = speed;
    for (const call of running) this.setTimer(instance, call);
  }

  /** The calls that have a core, in the order in which they got it. */
  private running(instance: number): Call[] {
    const calls: Call[] = [];
    for (let call = this.newest[instance] ?? null; call !== null; call = call.ahead) {
      calls.push(call);
    }
    return calls.reverse();
  }

  private speedOf(instance: number): number {
    return this.speeds === null ? 1 : (this.speeds[instance] as number);
  }

  private lineOf(instance: number): Fifo {
    this.waiting ??= this.cores.of.map(() => null);
    const line = this.waiting[instance] ?? new Fifo();
    this.waiting[instance] = line;
    return line;
  }

  private countWaste(instance: number, { amount, unwantedSince }: Call): void {
    this.cores.waste(instance, this.cores.simulation.now - Math.max(amount, unwantedSince));
  }

  private start(instance: number, call: Call): void {
    call.state = State.running;
    const before = this.newest[instance] as Call | null;
    call.ahead = before;
    if (before !== null) before.behind = call;
    this.newest[instance] = call;
    this.setTimer(instance, call);
  }

  private setTimer(instance: number, call: Call): void {
    call.amount = this.cores.simulation.now;
    const speed = this.speedOf(instance);
    if (speed === 1) call.wake(call.mark);
    else if (speed > 0) call.wake(toDuration(call.mark / speed));
    else call.exchange.sleep(call);
  }

  private leave(instance: number, call: Call): void {
    const { cores } = this;
    const { ahead, behind } = call;
    call.state = State.none;
    if (behind === null) this.newest[instance] = ahead;
    else behind.ahead = ahead;
    if (ahead !== null) ahead.behind = behind;
    call.ahead = null;
    call.behind = null;
    if (call.unwanted) this.countWaste(instance, call);
    const next = this.waiting?.[instance]?.take() ?? null;
    if (next === null) cores.occupy(instance, cores.busyAt(instance) - 1);
    else this.start(instance, next);
  }
}

export const runToCompletion = defineScheduler({
  kind: 'run-to-completion',
  summary: 'A core works on one call until it is done; the others wait in order of arrival.',
  source: 'Kleinrock, Queueing Systems vol. 1, ch. 3 (M/M/c)',
  options: {},
  create: (_, cores) => new RunToCompletion(cores),
});
