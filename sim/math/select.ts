/** Selection: the value of a rank, without sorting all (Hoare, Communications of the ACM 4(7), 1961, algorithm 65). */

/** The value that stands at an index once all are in order; values are moved, in vain for no later selection. */
export function select(values: Float64Array, index: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let up = low;
    let down = high;
    while (up <= down) {
      while ((values[up] as number) < pivot) up++;
      while ((values[down] as number) > pivot) down--;
      if (up > down) break;
      const value = values[up] as number;
      values[up++] = values[down] as number;
      values[down--] = value;
    }
    if (index <= down) high = down;
    else if (index >= up) low = up;
    else break;
  }
  return values[index] as number;
}
