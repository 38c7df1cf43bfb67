/**
 * A number of each of many, by slice of the timeline. They lie slice by slice, as they become known: a large system
 * would otherwise look for the end of a list for each of its services, again and again.
 */
export class Timeline {
  private readonly values: number[] = [];

  constructor(
    /** How many there are. */
    private readonly width: number,
  ) {}

  /** Notes the number of the next of them; after the last, the next slice begins. */
  push(value: number): void {
    this.values.push(value);
  }

  /** The numbers of one of them, by slice. */
  of(index: number): number[] {
    const { values, width } = this;
    return Array.from(
      { length: Math.floor(values.length / width) },
      (_, slice) => values[slice * width + index] as number,
    );
  }
}
