/** Selection: the value of a rank, without sorting all (Hoare, Communications of the ACM 4(7), 1961, algorithm 65). */

/** The value that stands at an index once all are in order; values are moved, in vain for no later selection. */
export function select(values: Float64Array, index: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const last = divide(values, low, high);
    if (index <= last) high = last;
    else low = last + 1;
  }
  return values[index] as number;
}

/** Moves values until none of the first is greater than any of the others; gives the index of the last of the first. */
function divide(values: Float64Array, low: number, high: number): number {
  const pivot = values[(low + high) >> 1] as number;
  let up = low;
  let down = high;
  for (;;) {
    while ((values[up] as number) < pivot) up++;
    while ((values[down] as number) > pivot) down--;
    if (up >= down) return down;
    const value = values[up] as number;
    values[up++] = values[down] as number;
    values[down--] = value;
  }
}
