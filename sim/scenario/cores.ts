/** The cores of all instances of a scenario, and the schedulers that share them out. */
import type { Simulation } from '../kernel/simulation.js';
import { Levels } from '../primitives/levels.js';
import { Cores, type Scheduler, type SchedulerMember } from '../primitives/processor.js';
import { schedulers } from '../primitives/schedulers/index.js';
import type { ServiceSpec } from './shape.js';

export class AllCores {
  /** How many are busy at each instance, by its number. */
  readonly busy: Levels;
  private readonly cores: Cores;
  /** By kind: services that schedule alike have one together. */
  private readonly made = new Map<string, Scheduler>();

  constructor(simulation: Simulation, services: readonly ServiceSpec[]) {
    const each = services.flatMap((spec) => new Array<number>(spec.instances).fill(coresOf(spec)));
    this.busy = new Levels(each.length);
    this.cores = new Cores(simulation, each, this.busy);
  }

  scheduler(kind: string): Scheduler {
    let scheduler = this.made.get(kind);
    if (scheduler === undefined) {
      const { create } = schedulers.find(kind) as SchedulerMember;
      scheduler = create({}, this.cores);
      this.made.set(kind, scheduler);
    }
    return scheduler;
  }
}

/** The cores of each instance of a service: as many as it has threads, unless something is said about them. */
export const coresOf = ({ cores, threads }: ServiceSpec): number => cores ?? threads;
