/** Nodes: the machines of a broker that is a cluster, as faults act on them. */
import { InForce, type Mend } from '../primitives/trouble.js';

/** What faults can do to the machines of a broker. */
export interface Cluster {
  readonly nodes: readonly Node[];
  /** A machine dies; or, `cleanly`, hands over what it leads and stops. Mended, it starts again. */
  crashNode(node: number, cleanly: boolean): Mend;
  /** A machine stands still. */
  hangNode(node: number): Mend;
  /** A machine is cut off from the others; publishers and consumers still reach it. */
  isolateNode(node: number): Mend;
}

/** What faults can do to those who run a cluster; mended, others have taken over. */
export interface Controlled {
  loseController(): Mend;
  loseCoordinators(): Mend;
}

/** One machine. */
export class Node {
  /** Crashes and stops in force. */
  private stops = 0;
  private hangs = 0;
  private cuts = 0;
  /** Grows with each trouble: what was planned before is out of date. */
  troubles = 0;
  /** How many times as long writing takes. */
  diskFactor = 1;
  /** The others have given it up. */
  fenced = false;
  private readonly slowness = new InForce<number>((all) => {
    this.diskFactor = all.reduce((product, factor) => product * factor, 1);
  });

  constructor(readonly index: number) {}

  get up(): boolean {
    return this.stops === 0;
  }

  /** It runs and answers those who reach it. */
  get answers(): boolean {
    return this.stops === 0 && this.hangs === 0;
  }

  /** It runs, and the other machines reach it. */
  get healthy(): boolean {
    return this.answers && this.cuts === 0;
  }

  stop(by: 1 | -1): void {
    this.stops += by;
    this.troubles++;
  }

  hang(by: 1 | -1): void {
    this.hangs += by;
    this.troubles++;
  }

  cut(by: 1 | -1): void {
    this.cuts += by;
    this.troubles++;
  }

  slowDisk(factor: number): Mend {
    return this.slowness.add(factor);
  }
}
