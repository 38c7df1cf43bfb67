/** A gate: whether a queue of bounded length takes what was written, or turns it away. */

/** A queue that is told late opens again when so much of its bound is left. */
const LOW = 0.8;

export class Gate {
  private shut = false;

  /**
   * @param bound messages that may wait.
   * @param late publishers learn after a write that the queue is over its bound: what was written together goes in
   *   together, and the gate opens again only when much less waits.
   */
  constructor(
    private readonly bound: number,
    private readonly late: boolean,
  ) {}

  /** Before and after what was written together comes in. */
  look(waiting: number): void {
    this.shut = waiting > this.bound || (this.shut && waiting > this.bound * LOW);
  }

  admits(waiting: number): boolean {
    return this.late ? !this.shut : waiting < this.bound;
  }
}
