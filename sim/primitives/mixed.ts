/** Two whole numbers as one of 32 bits, mixed with the constants of MurmurHash3's finaliser (Appleby, 32 bits). */
export function mixed(first: number, second: number): number {
  const high = Math.imul(first, 0x85ebca6b);
  const both = Math.imul(high ^ (high >>> 13) ^ second, 0xc2b2ae35);
  return both ^ (both >>> 16);
}
