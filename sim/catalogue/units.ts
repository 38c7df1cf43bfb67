/** Quantities as people write them: a number and its unit, read strictly, printed back the shortest way. */
import { HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND } from '../kernel/time.js';

/** A unit's name and how many base units it holds. */
type Units = readonly (readonly [name: string, size: number])[];

const TIME: Units = [
  ['ns', 1],
  ['us', MICROSECOND],
  ['ms', MILLISECOND],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', 24 * HOUR],
];
const SIZE: Units = [
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['KiB', 1024],
  ['MiB', 1_048_576],
  ['GiB', 1_073_741_824],
];

export type DurationText = `${number}${'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd'}`;
export type RateText = `${number}/${'ms' | 's' | 'm' | 'h' | 'd'}`;
type SizeText = `${number}${'B' | 'kB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB'}`;

export type { SizeText };
export type BandwidthText = `${SizeText}/s` | `${number}${'kbit' | 'Mbit' | 'Gbit'}/s`;
export type ShareText = `${number}%`;

/** What a quantity looks like, for messages and the JSON Schema. */
export interface Quantity {
  /** Such as `a duration such as 250ms or 1.5s`. */
  readonly expected: string;
  /** A regular expression that every good text matches. */
  readonly pattern: string;
  /** The value in base units; undefined when the text is not one. */
  read(text: string): number | undefined;
  /** The shortest exact text of a value. */
  print(value: number): string;
}

const NUMBER = '(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:e[+-]?\\d+)?';

function oneOf(units: Units): string {
  return units.map(([name]) => name).join('|');
}

function sizeOf(units: Units, name: string | undefined): number {
  return units.find(([unit]) => unit === name)?.[1] ?? Number.NaN;
}

/** The largest unit in which the value needs at most three decimals, else the smallest. */
function shortest(units: Units, value: number): string {
  if (value === 0) return `0${units[0]?.[0]}`;
  for (const [name, size] of [...units].sort((a, b) => b[1] - a[1])) {
    const count = value / size;
    if (count >= 1 && Math.floor(count * 1000) === count * 1000) return `${count}${name}`;
  }
  return `${value}${units[0]?.[0]}`;
}

function quantity(
  expected: string,
  pattern: string,
  value: (match: RegExpMatchArray) => number,
  print: (value: number) => string,
): Quantity {
  const anchored = new RegExp(`^${pattern}$`);
  return {
    expected,
    pattern: anchored.source,
    read(text) {
      const match = anchored.exec(text);
      return match === null ? undefined : value(match);
    },
    print,
  };
}

/** Durations, in nanoseconds. */
export const DURATION = quantity(
  'a duration such as 250ms, 1.5s or 2m (units ns, us, ms, s, m, h, d)',
  `(${NUMBER})(${oneOf(TIME)})`,
  (match) => Math.floor(Number(match[1]) * sizeOf(TIME, match[2]) + 0.5),
  (value) => shortest(TIME, value),
);

/** Rates, per second. */
export const RATE = quantity(
  'a rate such as 300/s or 12/m (per ms, s, m, h, d)',
  `(${NUMBER})/(ms|s|m|h|d)`,
  (match) => (Number(match[1]) * SECOND) / sizeOf(TIME, match[2]),
  (value) => `${value}/s`,
);

/** Sizes, in bytes. */
export const SIZE_QUANTITY = quantity(
  'a size such as 512B, 20kB or 10MiB',
  `(${NUMBER})(${oneOf(SIZE)})`,
  (match) => Math.floor(Number(match[1]) * sizeOf(SIZE, match[2]) + 0.5),
  (value) => shortest(SIZE, value),
);

const BITS: Units = [
  ['kbit', 125],
  ['Mbit', 125e3],
  ['Gbit', 125e6],
];

/** Bandwidths, in bytes per second. */
export const BANDWIDTH = quantity(
  'a bandwidth such as 100MB/s or 1Gbit/s',
  `(${NUMBER})(${oneOf([...SIZE, ...BITS])})/s`,
  (match) => Number(match[1]) * sizeOf([...SIZE, ...BITS], match[2]),
  (value) => `${shortest(SIZE, value)}/s`,
);

/** Shares and probabilities: `1%` or `0.01`. */
export const SHARE = quantity(
  'a share such as 5% or 0.05',
  `(${NUMBER})(%?)`,
  (match) => Number(match[1]) / (match[2] === '%' ? 100 : 1),
  (value) => `${Number((value * 100).toPrecision(12))}%`,
);
