/**
 * Transcendental functions that give the same bits on every engine.
 *
 * ECMAScript leaves `Math.log`, `Math.exp` and `Math.pow` to the implementation, and `**` differs by an
 * ulp between Node releases. These use only operations that IEEE 754 defines exactly (+ - * / sqrt), so
 * a run has the same result on any machine. Accuracy: within 2 ulp of the true value (tested).
 */

const LN2 = Math.LN2;
/** ln 2 in two parts: the high one has 21 trailing zero bits, so that multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 2^k for every exponent a double can have, at index k + 1074. */
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const table = new Float64Array(2098);
  let power = 5e-324;
  for (let index = 0; index < table.length; index++) {
    table[index] = power;
    power *= 2;
  }
  return table;
}

/** Steps per factor of two in the table of `exp`. */
const EXP_STEPS = 32;
/** 2^(j/32) for j in 0..31, each as a product of repeated square roots of two (sqrt is exact to the bit). */
const EXP_TABLE = expTable();

function expTable(): Float64Array {
  const table = new Float64Array(EXP_STEPS).fill(1);
  let root = 2;
  for (let stride = EXP_STEPS / 2; stride >= 1; stride /= 2) {
    root = Math.sqrt(root);
    for (let index = 0; index < EXP_STEPS; index++) {
      if ((index & stride) !== 0) table[index] = (table[index] as number) * root;
    }
  }
  return table;
}

/** e to the power x. Overflows to Infinity above 709.78, underflows to 0 below -745.13. */
export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Infinity;
  const n = Math.floor(x * (EXP_STEPS / LN2) + 0.5);
  const r = x - n * (LN2_HIGH / EXP_STEPS) - n * (LN2_LOW / EXP_STEPS);
  const r2 = r * r;
  const series =
    r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720 + r * (1 / 5040))));
  const scale = EXP_TABLE[n & (EXP_STEPS - 1)] as number;
  const k = Math.floor(n / EXP_STEPS);
  const mantissa = scale + scale * series;
  if (k > -1020) return k < 1024 ? mantissa * powerOfTwo(k) : mantissa * powerOfTwo(k - 1) * 2;
  return mantissa * powerOfTwo(k + 60) * powerOfTwo(-60);
}

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k + 1074] as number;
}

/** Cells of the table of `ln`; the mantissa's leading bits choose one. */
const LN_CELLS = 64;
/** Mantissas from here on are halved: the range then surrounds 1, where the result needs its precision. */
const LN_FOLD = 1 + 27 / 64;
const LN_CENTRE = new Float64Array(LN_CELLS);
const LN_CENTRE_INVERSE = new Float64Array(LN_CELLS);
const LN_OF_CENTRE = new Float64Array(LN_CELLS);
fillLnTables();

function fillLnTables(): void {
  for (let cell = 0; cell < LN_CELLS; cell++) {
    const centre = cellCentre(cell);
    LN_CENTRE[cell] = centre;
    LN_CENTRE_INVERSE[cell] = 1 / centre;
    LN_OF_CENTRE[cell] = lnBySeries(centre);
  }
}

/** The middle of a cell, but 1 itself for the two cells that touch 1: there ln x must not cancel. */
function cellCentre(cell: number): number {
  if (cell === 0 || cell === LN_CELLS - 1) return 1;
  const middle = 1 + (cell + 0.5) / LN_CELLS;
  return middle < LN_FOLD ? middle : middle / 2;
}

/** ln x for x near 1 by 2 atanh((x - 1) / (x + 1)), summed from the small end. Slow: only fills the table. */
function lnBySeries(x: number): number {
  const s = (x - 1) / (x + 1);
  let sum = 0;
  for (let n = 41; n >= 3; n -= 2) sum = (sum + 1 / n) * s * s;
  return 2 * s + 2 * s * sum;
}

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
/** Index of a double's upper word: engines may be of either byte order. */
const HIGH = (() => {
  double[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
})();

/** Natural logarithm. ln 0 is -Infinity; of a negative number NaN. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let exponent = 0;
  let scaled = x;
  if (scaled < 2.2250738585072014e-308) {
    scaled *= 18014398509481984;
    exponent = -54;
  }
  double[0] = scaled;
  const high = words[HIGH] as number;
  const biased = high >>> 20;
  exponent += biased - 1023;
  // Scaling back is exact, and spares a second trip through memory.
  let mantissa = scaled * (POWERS_OF_TWO[2097 - biased] as number);
  const cell = (high >>> 14) & 63;
  if (mantissa >= LN_FOLD) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const r = (mantissa - (LN_CENTRE[cell] as number)) * (LN_CENTRE_INVERSE[cell] as number);
  const r2 = r * r;
  const tail =
    r2 *
    (-0.5 +
      r * (1 / 3) +
      r2 * (-0.25 + r * 0.2 + r2 * (-1 / 6 + r * (1 / 7) + r2 * (-0.125 + r * (1 / 9)))));
  const centre = LN_OF_CENTRE[cell] as number;
  return exponent * LN2_HIGH + (centre + (r + (tail + exponent * LN2_LOW)));
}

/** x to the power y for x >= 0, as exp(y ln x): relative error grows with |y ln x|, 1e-13 at 500. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 0.5) return Math.sqrt(x);
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * ln(x));
}

/** ln(1 + x) without loss for small x. */
export function ln1p(x: number): number {
  const y = 1 + x;
  // Kahan's correction: y - 1 is the part of x that survived the addition.
  return y === 1 ? x : (ln(y) * x) / (y - 1);
}
