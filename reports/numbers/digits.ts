/** Digits: numbers as people write them, rounded to what matters, thousands apart, never an exponent. */

/** The minus sign of typesetting, as wide as a plus. */
export const MINUS = '−';

/** A number with so many decimals. */
export function fixed(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A number with so many significant digits; whole numbers keep all of theirs. */
export function significant(value: number, digits = 3): string {
  if (Number.isInteger(value)) return fixed(value, 0);
  return fixed(value, decimalsFor(value, digits));
}

/** Decimals that show so many significant digits. */
export function decimalsFor(value: number, digits: number): number {
  // Rounding may carry into one more digit, as from 9.996 to 10.0.
  const rounded = Number(Math.abs(value).toPrecision(digits));
  return rounded === 0 ? 0 : Math.min(20, Math.max(0, digits - 1 - magnitude(rounded)));
}

/** The power of ten of the leading digit. */
export function magnitude(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}
