import type { Duration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import type { Scheduler } from '../processor.js';

/** Shares out the core time of one instance, as a {@link Scheduler} does that of all. */
export interface Processor {
  work(call: Call, demand: Duration): void;
  finish(call: Call): void;
  abandon(call: Call): void;
  disown?(call: Call): void;
  setSpeed(speed: number): void;
}

/** A processor for each instance: for schedulers that have much to keep in mind about each. */
export class Apart implements Scheduler {
  private readonly processors: Processor[] = [];

  constructor(private readonly make: (instance: number) => Processor) {}

  work(instance: number, call: Call, demand: Duration): void {
    this.of(instance).work(call, demand);
  }

  finish(instance: number, call: Call): void {
    this.of(instance).finish(call);
  }

  abandon(instance: number, call: Call): void {
    this.of(instance).abandon(call);
  }

  disown(instance: number, call: Call): void {
    this.of(instance).disown?.(call);
  }

  setSpeed(instance: number, speed: number): void {
    this.of(instance).setSpeed(speed);
  }

  private of(instance: number): Processor {
    let processor = this.processors[instance];
    if (processor === undefined) {
      processor = this.make(instance);
      this.processors[instance] = processor;
    }
    return processor;
  }
}
