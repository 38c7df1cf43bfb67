/** Fields of one value: quantities with units, counts, choices, names. */
import type { Duration } from '../kernel/time.js';
import {
  type About,
  type Field,
  type Lengths,
  type PresenceOf,
  presenceOf,
  type ReferenceType,
  Refusal,
  reader,
} from './field.js';
import {
  BANDWIDTH,
  type BandwidthText,
  DURATION,
  type DurationText,
  type Quantity,
  RATE,
  type RateText,
  SHARE,
  type ShareText,
  SIZE_QUANTITY,
  type SizeText,
} from './units.js';

interface Bounds<Text> {
  /** Smallest value allowed, included. */
  readonly min?: Text;
  /** Largest value allowed, included. */
  readonly max?: Text;
}

/** A field of one value that is read by a function and has no shorthand. */
export function scalar<In, Out, const A extends About<In>>(
  about: A,
  expected: string,
  read: (raw: unknown) => Out | Refusal,
  jsonSchema: object,
  sample: (lengths: Lengths) => In,
): Field<In, Out, PresenceOf<A>> {
  return {
    schema: reader<In, Out>(expected, read, jsonSchema),
    presence: presenceOf(about) as PresenceOf<A>,
    expected,
    about,
    expand: (node) => node,
    complete: (node) => node,
    visit() {},
    sample: (lengths) => about.default ?? sample(lengths),
    inside: null,
  };
}

function quantityField<Text extends string | number, const A extends About<Text> & Bounds<Text>>(
  quantity: Quantity,
  about: A,
  sample: (lengths: Lengths) => Text,
): Field<Text, number, PresenceOf<A>> {
  const bound = (text: Text | undefined) =>
    text === undefined ? undefined : quantity.read(String(text));
  const min = bound(about.min) ?? 0;
  const max = bound(about.max) ?? Number.MAX_SAFE_INTEGER;
  const expected = quantity.expected + boundsText(about.min, about.max);
  const read = (raw: unknown) => {
    const value =
      typeof raw === 'string' || (typeof raw === 'number' && quantity === SHARE)
        ? quantity.read(String(raw))
        : undefined;
    return value === undefined || !(value >= min && value <= max) ? new Refusal() : value;
  };
  const text = { type: 'string', pattern: quantity.pattern };
  const schema =
    quantity === SHARE ? { anyOf: [text, { type: 'number', minimum: min, maximum: max }] } : text;
  return scalar<Text, number, A>(about, expected, read, schema, sample);
}

function boundsText(min: unknown, max: unknown): string {
  if (min !== undefined && max !== undefined) return `, from ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

/** A length of time, written with its unit; in integer nanoseconds. */
export function duration<const A extends About<DurationText> & Bounds<DurationText>>(about: A) {
  return quantityField<DurationText, A>(DURATION, about, (lengths) => lengths()) as Field<
    DurationText,
    Duration,
    PresenceOf<A>
  >;
}

/** Occurrences per time; per second. */
export function rate<const A extends About<RateText> & Bounds<RateText>>(about: A) {
  // A rate of one per nanosecond is the clock's own.
  const bounded = { max: '1000000000/s' as const, ...about };
  return quantityField<RateText, A>(RATE, bounded, () => '100/s');
}

/** An amount of data; in bytes. */
export function size<const A extends About<SizeText> & Bounds<SizeText>>(about: A) {
  return quantityField<SizeText, A>(SIZE_QUANTITY, about, () => '10KiB');
}

/** Data per time; in bytes per second. */
export function bandwidth<const A extends About<BandwidthText> & Bounds<BandwidthText>>(about: A) {
  return quantityField<BandwidthText, A>(BANDWIDTH, about, () => '1Gbit/s');
}

/** A share or probability, `5%` or `0.05`; between 0 and 1 unless bounds say otherwise. */
export function share<const A extends About<ShareText | number> & Bounds<ShareText | number>>(
  about: A,
) {
  const bounded = about.max === undefined ? { ...about, max: 1 as const } : about;
  return quantityField<ShareText | number, A>(SHARE, bounded as A, () => '10%');
}

/** A plain number. */
export function number<const A extends About<number> & Bounds<number>>(about: A) {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE } = about;
  const expected = `a number${boundsText(about.min, about.max)}`;
  const read = (raw: unknown) =>
    typeof raw === 'number' && raw >= min && raw <= max ? raw : new Refusal();
  const schema = {
    type: 'number',
    ...(about.min === undefined ? {} : { minimum: min }),
    ...(about.max === undefined ? {} : { maximum: max }),
  };
  const sample = () => Math.min(max, Math.max(min, 2));
  return scalar<number, number, A>(about, expected, read, schema, sample);
}

/** A whole number, from 0 unless `min` says otherwise. */
export function integer<const A extends About<number> & Bounds<number>>(about: A) {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = about;
  const expected = `a whole number${boundsText(min, about.max)}`;
  const schema = {
    type: 'integer',
    minimum: min,
    ...(about.max === undefined ? {} : { maximum: max }),
  };
  const sample = () => Math.min(max, Math.max(min, 3));
  return scalar<number, number, A>(about, expected, wholeNumber(min, max), schema, sample);
}

/** A whole number or the word `unlimited`, which becomes Infinity. */
export function limit<const A extends About<number | 'unlimited'> & Bounds<number>>(about: A) {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = about;
  const expected = `a whole number${boundsText(min, about.max)}, or unlimited`;
  const whole = wholeNumber(min, max);
  const read = (raw: unknown) => (raw === 'unlimited' ? Number.POSITIVE_INFINITY : whole(raw));
  const schema = { anyOf: [{ type: 'integer', minimum: min }, { const: 'unlimited' }] };
  const sample = () => Math.min(max, Math.max(min, 100));
  return scalar<number | 'unlimited', number, A>(about, expected, read, schema, sample);
}

function wholeNumber(min: number, max: number) {
  return (raw: unknown) =>
    Number.isSafeInteger(raw) && (raw as number) >= min && (raw as number) <= max
      ? (raw as number)
      : new Refusal();
}

/** Yes or no. */
export function flag<const A extends About<boolean>>(about: A) {
  const read = (raw: unknown) => (typeof raw === 'boolean' ? raw : new Refusal());
  const schema = { type: 'boolean' };
  return scalar<boolean, boolean, A>(about, 'true or false', read, schema, () => true);
}

/** One of a few words. */
export function choice<const W extends readonly string[], const A extends About<W[number]>>(
  words: W,
  about: A,
) {
  const read = (raw: unknown) =>
    words.includes(raw as string) ? (raw as W[number]) : new Refusal();
  const expected = `one of ${words.join(', ')}`;
  const sample = () => words[0] as W[number];
  return scalar<W[number], W[number], A>(about, expected, read, { enum: [...words] }, sample);
}

/**
 * Free text of at most 2,000 characters.
 * @param expected what stands there, in words.
 */
export function text<const A extends About<string>>(about: A, expected = 'a text') {
  const read = (raw: unknown) =>
    typeof raw === 'string' && raw.length <= 2000 ? raw : new Refusal();
  const schema = { type: 'string', maxLength: 2000 };
  return scalar<string, string, A>(about, expected, read, schema, () => 'order');
}

/** What a thing in a scenario may be called. */
export const NAME = /^[\p{L}\p{N}_<>*][\p{L}\p{N}_ .:/<>+×%&'()*-]*$/u;

const REFERENCES: Readonly<Record<ReferenceType, string>> = {
  operation: 'an operation, service.operation',
  service: 'a service',
  broker: 'a broker',
  client: 'a client',
  edge: 'an edge, from -> to',
  file: 'a file in the folder of the scenario',
};

/** Names as they stand in examples: a shop whose stock is a service of its own. */
export const SAMPLE_NAMES: Readonly<Record<ReferenceType, string>> = {
  operation: 'stock.reserve',
  service: 'stock',
  broker: 'orders',
  client: 'shoppers',
  edge: 'shop -> stock',
  file: 'durations.txt',
};

/** The name of something declared elsewhere in the scenario, such as `payment.charge`. */
export function reference<const A extends About<string> & { readonly becomes?: string }>(
  to: ReferenceType,
  about: A,
): Field<string, string, PresenceOf<A>> {
  const { becomes } = about;
  const expected = `the name of ${REFERENCES[to]}`;
  const schema = { type: 'string' };
  const read = (raw: unknown) => (typeof raw === 'string' && raw.length > 0 ? raw : new Refusal());
  return {
    ...scalar<string, string, A>(about, expected, read, schema, () => SAMPLE_NAMES[to]),
    visit(node, path, see) {
      if (node.type === 'scalar' && typeof node.value === 'string') {
        see({ to, name: node.value, path, ...(becomes === undefined ? {} : { becomes }) });
      }
    },
  };
}
