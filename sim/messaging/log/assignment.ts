/** How partitions are shared out among the members of a group. */

/** Contiguous ranges: the first members get one more where it does not come out even. */
export function range(partitions: number, members: number): readonly number[] {
  const share = Math.floor(partitions / members);
  const more = partitions % members;
  return Array.from({ length: partitions }, (_, partition) => {
    const long = more * (share + 1);
    if (partition < long) return Math.floor(partition / (share + 1));
    return more + Math.floor((partition - long) / share);
  });
}

/**
 * As even as it gets, with as few moves as possible.
 * @param owners by partition, the place of its owner among the members; below zero for none.
 */
export function sticky(owners: readonly number[], members: number): readonly number[] {
  const partitions = owners.length;
  const share = Math.floor(partitions / members);
  let more = partitions % members;
  const held = new Array<number>(members).fill(0);
  const kept = owners.map((owner) => {
    if (owner < 0) return -1;
    const has = held[owner] as number;
    if (has > share || (has === share && more === 0)) return -1;
    if (has === share) more--;
    held[owner] = has + 1;
    return owner;
  });
  return kept.map((owner) => {
    if (owner >= 0) return owner;
    let least = 0;
    for (let member = 1; member < members; member++) {
      if ((held[member] as number) < (held[least] as number)) least = member;
    }
    held[least] = (held[least] as number) + 1;
    return least;
  });
}
