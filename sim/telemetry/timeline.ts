/**
 * A number of each of many, by slice of the timeline. They lie slice by slice, as they become known: a large system
 * would otherwise look for the end of a list for each of its services, again and again.
 */
export class Timeline {
  /** Slice by slice. */
  private readonly rows: Float64Array[] = [];
  private row: Float64Array;
  private filled = 0;

  constructor(
    /** How many there are. */
    private readonly width: number,
  ) {
    this.row = new Float64Array(width);
  }

  /** Notes the number of the next of them; after the last, the next slice begins. */
  push(value: number): void {
    this.row[this.filled++] = value;
    if (this.filled < this.width) return;
    this.rows.push(this.row);
    this.row = new Float64Array(this.width);
    this.filled = 0;
  }

  /** The numbers of one of them, by slice. */
  of(index: number): number[] {
    return this.rows.map((row) => row[index] as number);
  }
}
