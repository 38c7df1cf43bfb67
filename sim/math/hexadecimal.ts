/** The eight hexadecimal digits of a 32-bit word, signed or not. */
export function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
