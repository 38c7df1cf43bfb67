import type { Channel } from '../../kernel/probe.js';
import type { Simulation } from '../../kernel/simulation.js';
import { type Duration, toDuration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { Fifo } from '../disciplines/fifo.js';
import type { Levels } from '../levels.js';
import { CallList } from '../line.js';
import { defineScheduler, type Processor, type ProcessorSite, workWasted } from '../processor.js';

const State = { none: 0, waiting: 1, running: 2 } as const;

/**
 * One call per core until its work is done; the others wait in order of arrival. It is itself the list of those that have
 * a core: of all that an instance has of its own, this is looked at most.
 */
class RunToCompletion extends CallList implements Processor {
  private readonly simulation: Simulation;
  private readonly owner: number;
  private readonly cores: number;
  private readonly busy: Levels;
  private readonly wasted: Channel<[number, Duration]>;
  /** Calls without a core; made when the first has to wait. */
  private waiting: Fifo | null = null;
  private speed = 1;

  constructor({ exchange, owner, cores, busy }: ProcessorSite) {
    super();
    this.simulation = exchange.simulation;
    this.owner = owner;
    this.cores = cores;
    this.busy = busy;
    this.wasted = this.simulation.probe.channel(workWasted);
  }

  work(call: Call, demand: Duration): void {
    // The mark is the demand that is left; the amount, since when it has been worked on at this speed.
    call.mark = demand;
    if (this.length < this.cores) {
      this.start(call);
      this.busy.set(this.owner, this.length, this.simulation.now);
    } else {
      call.state = State.waiting;
      this.waiting ??= new Fifo();
      this.waiting.push(call);
    }
  }

  finish(call: Call): void {
    this.leave(call);
  }

  abandon(call: Call): void {
    if (call.state === State.waiting) {
      call.state = State.none;
      (this.waiting as Fifo).remove(call);
    } else if (call.state === State.running) this.leave(call);
  }

  setSpeed(speed: number): void {
    const { now } = this.simulation;
    for (let call = this.first; call !== null; call = call.behind) {
      const elapsed = now - call.amount;
      if (call.unwanted) this.countWaste(call);
      call.mark = Math.max(0, toDuration(call.mark - elapsed * this.speed));
    }
    this.speed = speed;
    for (let call = this.first; call !== null; call = call.behind) this.setTimer(call);
  }

  private countWaste({ amount, unwantedSince }: Call): void {
    this.wasted.emit(this.owner, this.simulation.now - Math.max(amount, unwantedSince));
  }

  private start(call: Call): void {
    call.state = State.running;
    this.append(call);
    this.setTimer(call);
  }

  private setTimer(call: Call): void {
    call.amount = this.simulation.now;
    if (this.speed === 1) call.wake(call.mark);
    else if (this.speed > 0) call.wake(toDuration(call.mark / this.speed));
    else call.exchange.sleep(call);
  }

  private leave(call: Call): void {
    call.state = State.none;
    this.remove(call);
    if (call.unwanted) this.countWaste(call);
    const next = this.waiting?.take() ?? null;
    if (next === null) this.busy.set(this.owner, this.length, this.simulation.now);
    else this.start(next);
  }
}

export const runToCompletion = defineScheduler({
  kind: 'run-to-completion',
  summary: 'A core works on one call until it is done; the others wait in order of arrival.',
  source: 'Kleinrock, Queueing Systems vol. 1, ch. 3 (M/M/c)',
  options: {},
  create: (_, site) => new RunToCompletion(site),
});
