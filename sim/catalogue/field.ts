/**
 * A field: one thing that can be written in a scenario, described once. Its valibot schema checks and
 * converts it, `expand` removes shorthand, `complete` fills defaults in, and its words document it.
 */
import * as v from 'valibot';
import { fromPlain, type Node, type Path } from './tree.js';
import type { DurationText } from './units.js';

/** Whether the field must be written, may be, or has a default. */
export type Presence = 'required' | 'optional' | 'defaulted';

/** Words and default of a field. */
export interface About<In = unknown> {
  /** Meaning, unit and consequence in a sentence or two. */
  readonly doc: string;
  /** In the words of the scenario file. Absent: the field is required, unless `optional`. */
  readonly default?: In;
  /** May be left out, and then has no value. */
  readonly optional?: true;
  /** Where the default comes from. */
  readonly source?: string;
}

/** The presence that follows from how a field is described. */
export type PresenceOf<A> = A extends { default: unknown }
  ? 'defaulted'
  : A extends { optional: true }
    ? 'optional'
    : 'required';

export interface Field<In, Out, P extends Presence = Presence> {
  readonly schema: v.GenericSchema<In, Out>;
  readonly presence: P;
  /** Such as `a duration such as 250ms`. */
  readonly expected: string;
  readonly about: About;
  /** Writes shorthand out in full. Bad nodes pass unchanged: the schema will complain about them. */
  expand(node: Node): Node;
  /** Puts defaults in. */
  complete(node: Node): Node;
  /** Shows every name that refers to something declared elsewhere. */
  visit(node: Node, path: Path, see: See): void;
  /** A good value in the words of the scenario file, for examples. */
  sample(lengths: Lengths): unknown;
  /** The fields inside, for documentation and for merging; null for a value that is replaced whole. */
  readonly inside: Inside | null;
}

/** Gives durations for an example, each longer than the last: so p99 comes out above the median. */
export type Lengths = () => DurationText;

/** A name that refers to something declared elsewhere in the scenario. */
export interface Reference {
  /** What it must be the name of, such as `an operation`. */
  readonly to: ReferenceType;
  readonly name: string;
  readonly path: Path;
  /** For a file: the key beside it that takes the lines of the file. */
  readonly becomes?: string;
}

/** The kinds of things that can be referred to. */
export type ReferenceType = 'operation' | 'service' | 'broker' | 'client' | 'edge' | 'file';

export type See = (reference: Reference) => void;

/** What a field is made of, where an overlay merges into it instead of replacing it. */
export type Inside =
  | { readonly type: 'fields'; readonly fields: Fields }
  | { readonly type: 'named'; readonly of: Field<unknown, unknown> };

// biome-ignore lint/suspicious/noExplicitAny: a heterogeneous record of fields has no other type
export type Fields = Readonly<Record<string, Field<any, any>>>;

type InOf<F> = F extends Field<infer In, infer _Out> ? In : never;
type OutOf<F> = F extends Field<infer _In, infer Out> ? Out : never;

type KeysOf<E, P extends Presence> = {
  [K in keyof E]: E[K] extends { readonly presence: infer Q } ? (Q extends P ? K : never) : never;
}[keyof E];

type Flat<T> = { [K in keyof T]: T[K] };

/** What an author writes for a group of fields. */
export type Written<E> = Flat<
  { readonly [K in KeysOf<E, 'required'>]: InOf<E[K]> } & {
    readonly [K in KeysOf<E, 'optional' | 'defaulted'>]?: InOf<E[K]>;
  }
>;

/** What the model gets from a group of fields. */
export type Options<E> = Flat<
  { readonly [K in KeysOf<E, 'required' | 'defaulted'>]: OutOf<E[K]> } & {
    readonly [K in KeysOf<E, 'optional'>]?: OutOf<E[K]>;
  }
>;

export function presenceOf(about: About): Presence {
  if ('default' in about) return 'defaulted';
  return about.optional === true ? 'optional' : 'required';
}

/** A field's default as a tree. */
export function defaultOf(field: Field<unknown, unknown>): Node | undefined {
  if (field.presence !== 'defaulted') return undefined;
  return fromPlain(field.about.default, 'default');
}

/** A schema that reads any value by a function; what it refuses becomes `expected` in the finding. */
export function reader<In, Out>(
  expected: string,
  read: (raw: unknown) => Out | Refusal,
  jsonSchema: object,
): v.GenericSchema<In, Out> {
  return v.pipe(
    v.unknown(),
    // What a transformation makes of a value cannot be seen: the JSON Schema gets its words before it.
    v.metadata({ ...jsonSchema }),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value);
      if (!(value instanceof Refusal)) return value;
      addIssue({ message: value.expected ?? expected });
      return NEVER;
    }),
  ) as unknown as v.GenericSchema<In, Out>;
}

/** A value that a field does not accept, and what it wants instead when that is special. */
export class Refusal {
  constructor(readonly expected?: string) {}
}

/** The same field, its value turned into something else once it has been read. */
export function mapped<In, Out, P extends Presence, Made>(
  field: Field<In, Out, P>,
  make: (value: Out) => Made,
): Field<In, Made, P> {
  return { ...field, schema: v.pipe(field.schema, v.transform(make)) as v.GenericSchema<In, Made> };
}

/** A field that is only looked up when used, for what contains itself, such as a step in a step. */
export function deferred<In, Out, const A extends About>(
  about: A,
  expected: string,
  make: () => Field<In, Out>,
): Field<In, Out, PresenceOf<A>> {
  let made: Field<In, Out> | undefined;
  const field = () => {
    made ??= make();
    return made;
  };
  return {
    schema: v.lazy(() => field().schema),
    presence: presenceOf(about) as PresenceOf<A>,
    expected,
    about,
    expand: (node) => field().expand(node),
    complete: (node) => field().complete(node),
    visit: (node, path, see) => field().visit(node, path, see),
    sample: (lengths) => field().sample(lengths),
    inside: null,
  };
}
