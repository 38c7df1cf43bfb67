/** Nodes: the machines of a broker that is a cluster, as faults act on them. */
import type { Mend } from '../primitives/trouble.js';

/** What faults can do to one machine of a broker. */
export interface Cluster {
  /** How many machines it has. */
  readonly nodes: number;
  /** A machine dies; or, `cleanly`, hands over what it leads and stops. Mended, it starts again. */
  crashNode(node: number, cleanly: boolean): Mend;
  /** A machine stands still. */
  hangNode(node: number): Mend;
  /** Writing takes so many times as long on a machine. */
  slowDisk(node: number, factor: number): Mend;
  /** A machine is cut off from the others; publishers and consumers still reach it. */
  isolateNode(node: number): Mend;
}
