/** Faults: what goes wrong, from when, for how long. A fault has a lifetime: it strikes, and is mended. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { duration } from '../catalogue/scalars.js';
import { Fact } from '../kernel/probe.js';
import { deriveKey, type Keyed, salt } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, END_OF_TIME, type Instant } from '../kernel/time.js';
import type { Distribution } from '../primitives/distribution.js';
import { distribution } from '../primitives/distributions/index.js';
import type { Link } from '../primitives/link.js';
import type { FaultyProcess } from '../primitives/process.js';
import type { Mend } from '../primitives/trouble.js';

/** A fault has struck, or is over. */
export const faultChanged = new Fact<[fault: number, active: boolean]>('fault.changed');

/** What every fault says. */
export const LIFETIME = {
  at: duration({
    doc: 'When it strikes first. Without `at` but with `every`, after a first interval.',
    optional: true,
  }),
  for: distribution({ doc: 'How long it lasts; without, to the end of the run.', optional: true }),
  every: distribution({ doc: 'It strikes again so long after it was over.', optional: true }),
};

/** The nodes of a broker, as faults act on them. */
export interface FaultyCluster {
  readonly nodes: readonly { slowDisk(factor: number): Mend }[];
  crashNode(node: number, cleanly: boolean): Mend;
  hangNode(node: number): Mend;
  isolateNode(node: number): Mend;
}

/** Who runs the cluster of a broker, as faults act on them. */
export interface Controlled {
  loseController(): Mend;
  loseCoordinators(): Mend;
}

/** What faults can act on, by name. */
export interface FaultSite {
  readonly simulation: Simulation;
  /** The instances of a service, or those of them in a zone. */
  instances(service: string, zone?: string): readonly FaultyProcess[];
  /** The links from one scenario entity to another. */
  links(from: string, to: string): readonly Link[];
  broker(name: string): { setDown(down: boolean): void };
  /** The nodes of a broker that is a cluster. */
  cluster(broker: string): FaultyCluster;
  /** Those who run a broker's cluster. */
  controlled(broker: string): Controlled;
  client(name: string): { surge(factor: number): Mend };
}

/** A fault made ready: called whenever it strikes; `end` is when it will be over. */
export type Strike = (end: Instant) => Mend;

/** What a fault's target is the name of. */
export type TargetType = 'service' | 'edge' | 'broker' | 'cluster' | 'controlled' | 'client';

/** A fault's entry in the catalogue. */
export interface FaultMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>, site: FaultSite) => Strike> {
  /** What the main option names. */
  readonly target: TargetType;
}

/** Describes a fault; its main option, `target`, is written under the fault's own name. */
export function defineFault<const Kind extends string, const E extends Fields>(
  member: Omit<FaultMember<Kind, E>, 'shorthand'> & {
    readonly options: { readonly target: unknown };
  },
) {
  return { ...member, shorthand: 'target' as const };
}

/** When a fault strikes and for how long. */
export interface Lifetime {
  readonly at?: Duration;
  readonly for?: Distribution;
  readonly every?: Distribution;
}

const LENGTH = salt('fault.length');
const INTERVAL = salt('fault.interval');

/** Runs one fault's life: strikes, mends, and strikes again if it recurs. */
export class Recurrence implements Keyed {
  keyHigh = 0;
  keyLow = 0;
  private strikes = 0;
  private mend: Mend | null = null;
  private readonly changed;

  constructor(
    private readonly simulation: Simulation,
    private readonly index: number,
    private readonly root: Keyed,
    private readonly lifetime: Lifetime,
    private readonly strike: Strike,
  ) {
    this.changed = simulation.probe.channel(faultChanged);
  }

  start(): void {
    this.nextKey();
    const { at, every } = this.lifetime;
    this.simulation.after(at ?? every?.sample(this, INTERVAL) ?? 0, begin, this);
  }

  begin(): void {
    const length = this.lifetime.for?.sample(this, LENGTH);
    const end = length === undefined ? END_OF_TIME : this.simulation.now + length;
    this.mend = this.strike(end);
    this.changed.emit(this.index, true);
    if (length !== undefined) this.simulation.after(length, over, this);
  }

  end(): void {
    this.mend?.();
    this.changed.emit(this.index, false);
    this.nextKey();
    const { every } = this.lifetime;
    if (every !== undefined) this.simulation.after(every.sample(this, INTERVAL), begin, this);
  }

  /** Each strike has randomness of its own. */
  private nextKey(): void {
    deriveKey(this, this.root, this.strikes++);
  }
}

function begin(recurrence: Recurrence): void {
  recurrence.begin();
}

function over(recurrence: Recurrence): void {
  recurrence.end();
}
