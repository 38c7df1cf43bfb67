/** Fields made of fields: groups with fixed keys, things by name, lists, values with a shorthand. */
import * as v from 'valibot';
import {
  type About,
  defaultOf,
  type Field,
  type Fields,
  type Lengths,
  type Options,
  type PresenceOf,
  presenceOf,
  type See,
  type Written,
} from './field.js';
import { NAME } from './scalars.js';
import { type Entry, listNode, type MapNode, mapNode, type Node, type Path, wrap } from './tree.js';

/** What groups were made of: a schema checks, the fields behind it have the words. */
const groups = new WeakMap<object, Fields>();

/** The fields that a group's schema was made of. */
export function fieldsOf(schema: object): Fields | undefined {
  return groups.get(schema);
}

/** A schema for a group: unknown keys are findings, not noise. */
export function groupSchema(entries: Fields): v.GenericSchema<unknown, unknown> {
  const object = v.strictObject(
    Object.fromEntries(
      Object.entries(entries).map(([key, field]) => {
        const { schema } = field;
        return [key, field.presence === 'required' ? schema : v.optional(schema)];
      }),
    ),
    (issue) => {
      if (issue.expected === 'Object') return 'a map';
      return issue.expected === 'never'
        ? knownKeys(entries)
        : `the key ${unquoted(issue.expected)}`;
    },
  );
  const schema = withoutLists(object);
  groups.set(schema, entries);
  return schema;
}

/** To valibot a list is a map whose names are numbers; here it is refused as anything else would be. */
function withoutLists<S extends v.GenericSchema>(schema: S): S {
  return {
    ...schema,
    '~run': (dataset, config) =>
      schema['~run'](Array.isArray(dataset.value) ? { value: null } : dataset, config),
  };
}

function knownKeys(entries: Fields): string {
  const keys = Object.keys(entries);
  return keys.length === 0 ? 'no options here' : `one of ${keys.join(', ')}`;
}

function unquoted(text: string | null): string {
  return (text ?? '').replaceAll('"', '');
}

export function expandGroup(entries: Fields, node: MapNode): MapNode {
  return mapNode(
    node.entries.map((entry) => {
      const field = Object.hasOwn(entries, entry.key) ? entries[entry.key] : undefined;
      return field === undefined ? entry : { ...entry, node: field.expand(entry.node) };
    }),
    node,
  );
}

export function completeGroup(entries: Fields, node: MapNode): MapNode {
  const completed: Entry[] = [];
  for (const entry of node.entries) {
    const field = Object.hasOwn(entries, entry.key) ? entries[entry.key] : undefined;
    completed.push(field === undefined ? entry : { ...entry, node: field.complete(entry.node) });
  }
  for (const [key, field] of Object.entries(entries)) {
    if (node.entries.some((entry) => entry.key === key)) continue;
    const fallback = defaultOf(field);
    if (fallback === undefined) continue;
    const filled = field.complete(field.expand(fallback));
    completed.push({
      key,
      keySpan: null,
      node: { ...filled, span: node.span },
      filled: field.about,
    });
  }
  return mapNode(completed, node);
}

export function visitGroup(entries: Fields, node: Node, path: Path, see: See): void {
  if (node.type !== 'map') return;
  for (const entry of node.entries) {
    const field = Object.hasOwn(entries, entry.key) ? entries[entry.key] : undefined;
    field?.visit(entry.node, [...path, entry.key], see);
  }
}

/** The keys that must be written, and those with defaults. */
export function sampleGroup(entries: Fields, lengths: Lengths): Record<string, unknown> {
  const written = Object.entries(entries).filter(([, { presence }]) => presence !== 'optional');
  return Object.fromEntries(written.map(([key, field]) => [key, field.sample(lengths)]));
}

/** What stands for a whole group; nothing does where no field is its shorthand. */
type ShortFor<E extends Fields, Shorthand extends keyof E> = [Shorthand] extends [never]
  ? never
  : E[Shorthand] extends Field<infer In, unknown>
    ? In
    : never;

/**
 * A group of fields with fixed keys.
 * @param shorthand the field that a bare value stands for.
 */
export function fields<
  const E extends Fields,
  const A extends About,
  Shorthand extends keyof E & string = never,
>(
  entries: E,
  about: A,
  shorthand?: Shorthand,
): Field<Written<E> | ShortFor<E, Shorthand>, Options<E>, PresenceOf<A>> {
  const group = groupSchema(entries);
  const short =
    shorthand === undefined ? undefined : (entries[shorthand] as Field<unknown, unknown>);
  return {
    schema: (short === undefined ? group : eitherSchema(group, short)) as never,
    presence: presenceOf(about) as PresenceOf<A>,
    expected: short === undefined ? `a map of ${Object.keys(entries).join(', ')}` : short.expected,
    about,
    expand(node) {
      if (node.type === 'map') return expandGroup(entries, node);
      return shorthand === undefined ? node : expandGroup(entries, wrap(shorthand, node));
    },
    complete: (node) => (node.type === 'map' ? completeGroup(entries, node) : node),
    visit: (node, path, see) => visitGroup(entries, node, path, see),
    sample: (lengths) => about.default ?? sampleGroup(entries, lengths),
    inside: { type: 'fields', fields: entries },
  };
}

/** The JSON Schema knows the shorthand; checking only ever sees the group. */
function eitherSchema(
  group: v.GenericSchema<unknown, unknown>,
  short: Field<unknown, unknown>,
): v.GenericSchema<unknown, unknown> {
  const either = v.union([short.schema, group]);
  return v.lazy((input) => (input === undefined ? either : group));
}

const key = v.pipe(
  v.string(),
  v.regex(NAME, 'a name: it starts with a letter or digit'),
  v.maxLength(200, 'a name of at most 200 characters'),
);

/** A schema for things by name. */
export function namedSchema<In, Out>(of: v.GenericSchema<In, Out>, patterns = false) {
  return withoutLists(v.record(patterns ? v.string() : key, of));
}

/**
 * Things of one kind by name, such as services.
 * @param about with the name of the thing in examples; and whether keys are patterns, checked elsewhere.
 */
export function named<
  In,
  Out,
  const A extends About & { readonly example?: string; readonly patterns?: true },
>(
  of: Field<In, Out>,
  about: A,
): Field<Readonly<Record<string, In>>, Readonly<Record<string, Out>>, PresenceOf<A>> {
  return {
    schema: namedSchema(of.schema, about.patterns) as never,
    presence: presenceOf(about) as PresenceOf<A>,
    expected: 'a map of names',
    about,
    expand: (node) => eachEntry(about.patterns ? evenlySpaced(node) : node, of.expand),
    complete: (node) => eachEntry(node, of.complete),
    visit(node, path, see) {
      if (node.type !== 'map') return;
      for (const entry of node.entries) of.visit(entry.node, [...path, entry.key], see);
    },
    sample: (lengths) => about.default ?? { [about.example ?? 'example']: of.sample(lengths) },
    inside: { type: 'named', of: of as Field<unknown, unknown> },
  };
}

/** Patterns are known by their text, and authors align them. */
function evenlySpaced(node: Node): Node {
  if (node.type !== 'map') return node;
  const evenly = (key: string) => key.trim().replace(/\s+/g, ' ');
  return mapNode(
    node.entries.map((entry) => ({ ...entry, key: evenly(entry.key) })),
    node,
  );
}

function eachEntry(node: Node, change: (node: Node) => Node): Node {
  if (node.type !== 'map') return node;
  return mapNode(
    node.entries.map((entry) => ({ ...entry, node: change(entry.node) })),
    node,
  );
}

/** A list; an overlay replaces it whole. */
export function list<
  In,
  Out,
  const A extends About & { readonly min?: number; readonly max?: number },
>(of: Field<In, Out>, about: A): Field<readonly In[], readonly Out[], PresenceOf<A>> {
  const { min = 0, max = 10_000 } = about;
  return {
    schema: v.pipe(
      v.array(of.schema),
      v.minLength(min, `a list of at least ${min}`),
      v.maxLength(max, `a list of at most ${max}`),
    ) as never,
    presence: presenceOf(about) as PresenceOf<A>,
    expected: `a list of: ${of.expected}`,
    about,
    expand: (node) => eachItem(node, of.expand),
    complete: (node) => eachItem(node, of.complete),
    visit(node, path, see) {
      if (node.type !== 'list') return;
      for (const [index, item] of node.items.entries()) of.visit(item, [...path, index], see);
    },
    sample: (lengths) => about.default ?? [of.sample(lengths)],
    inside: null,
  };
}

function eachItem(node: Node, change: (node: Node) => Node): Node {
  return node.type === 'list' ? listNode(node.items.map(change), node) : node;
}
