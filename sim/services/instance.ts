/**
 * An instance: one running copy of a service. Calls are let in up to its number of threads, wait in its
 * queue, or are turned away; each then runs the steps of the operation that it asks for.
 */
import { draw, salt } from '../kernel/random.js';
import type { Instant } from '../kernel/time.js';
import type { Call, Handler } from '../primitives/call.js';
import { HookSet } from '../primitives/handler.js';
import type { Line } from '../primitives/line.js';
import type { Outcome } from '../primitives/outcome.js';
import type { FaultyProcess, ProcessWatcher } from '../primitives/process.js';
import { InForce, type Mend, type Trouble, together } from '../primitives/trouble.js';
import type { Copy } from './copy.js';
import { OUTSIDE, type Stage, stageOf } from './program.js';
import type { Service } from './service.js';

/** Where a call stands with its instance. Parts of calls, which have calls of their own, stand outside. */
const Stand = { outside: 0, waiting: 1, inside: 2 } as const;

const ERRORS = salt('instance.error-rate');
const PATIENCE = salt('queue.patience');

/** The hooks of all instances, for any of their operations. */
const HOOKS = new HookSet({
  enter: (call) => instanceOf(call).admit(call),
  answered: (call, outcome, tag) => stageOf(call).answered(call, outcome, tag),
  woken: (call) => instanceOf(call).wakeUp(call),
  left: (call, outcome) => instanceOf(call).leave(call, outcome),
  disowned: (call) => {
    if (call.stand === Stand.inside) stageOf(call).disowned(call);
  },
});

export class Instance implements Handler, Copy, FaultyProcess {
  // What every call looks at comes first and so lies together, as it is assigned in this order: of instances there are
  // more than the caches of a machine hold.
  readonly hooks = HOOKS;
  /** Calls that hold a thread. */
  private busy = 0;
  /** Calls that wait for a thread, in line. */
  queued = 0;
  /** Whether it takes calls as they come: it is up and runs, nothing troubles it, and its line wants to see nobody. */
  private isPlain = true;
  /** What the line says to calls that get a thread; at hand, so that nobody looks at an empty line. */
  private readonly sheds: ((call: Call) => boolean) | null;
  private readonly line: Line;
  up = true;
  frozenUntil: Instant = 0;
  private trouble: Trouble | null = null;
  /** A crashed instance that is silent takes calls and never answers. */
  silent = false;
  startedAt: Instant = 0;
  private filling = false;
  private readonly watchers: ProcessWatcher[] = [];
  private slowFactor = 1;
  /** What faults have done to it; made when the first does something. */
  private troubles: InForce<Trouble> | null = null;
  private slowness: InForce<number> | null = null;

  constructor(
    readonly service: Service,
    readonly number: number,
    readonly copy: number,
    line: Line,
  ) {
    this.line = line;
    this.sheds = line.sheds ?? null;
    this.isPlain = this.sheds === null;
  }

  // It is itself what its hooks work on, and where they run. Answered by what is no field: one thing less to look up for each call.
  get own(): this {
    return this;
  }

  get process(): this {
    return this;
  }

  get common(): null {
    return null;
  }

  get limit(): null {
    return null;
  }

  get next(): null {
    return null;
  }

  get place(): string {
    return this.service.name;
  }

  /** A call comes in. */
  admit(call: Call): void {
    call.enteredAt = this.service.exchange.simulation.now;
    this.service.tell.arrived.emit(this, call);
    if (this.isPlain && this.busy < this.service.threads) this.start(call);
    else this.admitWithCare(call);
  }

  private admitWithCare(call: Call): void {
    if (!this.up) {
      this.turnAway(call, this.silent ? null : this.service.refused);
    } else if (this.busy < this.service.threads && this.running) {
      // The discipline learns of every call, also of one that need not wait.
      this.sheds?.(call);
      this.start(call);
    } else if (this.queued < this.service.capacity) {
      call.stand = Stand.waiting;
      this.line.push(call);
      this.moveQueue(1);
      if (this.service.patience !== null) call.wake(this.service.patience.sample(call, PATIENCE));
    } else this.turnAway(call, this.service.queueFull);
  }

  /** Answers with a failure, or with silence. */
  private turnAway(call: Call, outcome: Outcome | null): void {
    if (outcome === null) this.service.exchange.vanish(call);
    else call.settle(outcome);
  }

  private start(call: Call): void {
    call.stand = Stand.inside;
    this.busy++;
    this.service.tell.started.emit(this, call);
    this.service.tell.serving.emit(call);
    if (this.isPlain || this.trouble === null) this.program(call).enter(call);
    else this.startInTrouble(call, this.trouble);
  }

  private startInTrouble(call: Call, { probability, delay }: Trouble): void {
    call.item = OUTSIDE;
    if (probability > 0 && draw(call, ERRORS) < probability) call.settle(this.service.serverError);
    else if (delay > 0) call.wake(delay);
    else this.program(call).enter(call);
  }

  private program({ operation }: Call): Stage {
    return this.service.programs[operation] as Stage;
  }

  wakeUp(call: Call): void {
    if (call.stand === Stand.waiting) call.settle(this.service.queueTimeout);
    else if (stageOf(call) === OUTSIDE) this.program(call).enter(call);
    else stageOf(call).woken(call);
  }

  leave(call: Call, outcome: Outcome | null): void {
    const { stand } = call;
    call.stand = Stand.outside;
    if (stand === Stand.inside) {
      stageOf(call).left(call);
      this.busy--;
    } else if (stand === Stand.waiting) {
      this.line.remove(call);
      this.moveQueue(-1);
    }
    this.service.tell.over.emit(this, call, outcome, stand === Stand.inside);
    if (stand === Stand.inside && this.queued > 0) this.fill();
  }

  /** Lets in whoever waits while there are threads. */
  private fill(): void {
    // A call that is over at once comes back here: the loop that let it in goes on.
    if (this.filling) return;
    this.filling = true;
    const { threads, patience, shed } = this.service;
    while (this.busy < threads && this.queued > 0 && this.up && this.running) {
      const call = this.takeFromQueue();
      if (patience !== null) this.service.exchange.sleep(call);
      if (this.sheds?.(call) === true) this.turnAway(call, shed);
      else this.start(call);
    }
    this.filling = false;
  }

  private takeFromQueue(): Call {
    const call = this.line.take() as Call;
    call.stand = Stand.outside;
    this.moveQueue(-1);
    return call;
  }

  private moveQueue(by: number): void {
    this.queued += by;
    this.service.tell.queueMoved.emit(this, by);
  }

  private get running(): boolean {
    return this.frozenUntil <= this.service.exchange.simulation.now;
  }

  /** Something about it is another. */
  private changed(): void {
    this.isPlain = this.up && this.running && this.trouble === null && this.sheds === null;
  }

  crash(silently: boolean): void {
    this.up = false;
    this.silent = silently;
    this.changed();
    this.service.exchange.holdAnswers(() => {
      // With a call go those that it has made, which may be here too.
      for (const call of this.inside()) if (this.holds(call)) this.lose(call);
      while (this.queued > 0) this.lose(this.takeFromQueue());
    });
    for (const watcher of this.watchers) watcher.crashed(silently);
  }

  /** Calls that hold a thread, in the order in which they came: looked for, as crashes are rare and calls are not. */
  private inside(): readonly Call[] {
    return this.service.exchange.calls.all
      .filter((call) => this.holds(call))
      .sort((a, b) => a.enteredAt - b.enteredAt);
  }

  private holds({ stand, handler }: Call): boolean {
    return stand === Stand.inside && handler.own === this;
  }

  watch(watcher: ProcessWatcher): void {
    this.watchers.push(watcher);
  }

  private lose(call: Call): void {
    if (this.silent) this.service.exchange.vanish(call);
    else call.settle(this.service.reset);
  }

  restart(): void {
    this.up = true;
    this.changed();
    this.startedAt = this.service.exchange.simulation.now;
    this.silent = false;
    for (const watcher of this.watchers) watcher.restarted?.();
  }

  freeze(until: Instant): void {
    this.frozenUntil = Math.max(this.frozenUntil, until);
    this.changed();
    this.service.exchange.countFrozen(1);
    this.setSpeed(0);
    this.service.exchange.simulation.at(until, thaw, this);
    for (const watcher of this.watchers) watcher.froze?.(until);
  }

  /** Goes on after a freeze. */
  thaw(): void {
    this.service.exchange.countFrozen(-1);
    if (!this.running) return;
    this.changed();
    this.setSpeed(this.speed);
    // Whoever is turned away, or over at once, is answered when all threads are taken.
    this.service.exchange.holdAnswers(() => this.fill());
  }

  slowDown(factor: number): Mend {
    this.slowness ??= new InForce((all) => {
      this.slowFactor = all.reduce((product, each) => product * each, 1);
      this.setSpeed(this.speed);
    });
    return this.slowness.add(factor);
  }

  disturb(trouble: Trouble): Mend {
    this.troubles ??= new InForce((all) => {
      this.trouble = all.length > 0 ? together(all) : null;
      this.changed();
    });
    return this.troubles.add(trouble);
  }

  private setSpeed(speed: number): void {
    this.service.scheduler.setSpeed(this.number, speed);
  }

  private get speed(): number {
    return this.running ? 1 / this.slowFactor : 0;
  }
}

/** The instance that handles a call, or a part of one. */
export const instanceOf = ({ handler }: Call): Instance => handler.own as Instance;

function thaw(instance: Instance): void {
  instance.thaw();
}
