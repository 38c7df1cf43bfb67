/**
 * The flat way to choose a member: its kind is a key beside its options, and holds its main option:
 * `{ slow: payment, factor: 10 }`, `{ call: payment.charge, optional: true }`.
 */
import * as v from 'valibot';
import { type Catalogue, type ChosenMember, closestChoice, type Member } from './catalogue.js';
import {
  type About,
  type Field,
  type Fields,
  type Inside,
  type Options,
  type PresenceOf,
  presenceOf,
  type Written,
} from './field.js';
import { completeGroup, expandGroup, groupSchema, sampleGroup, visitGroup } from './groups.js';
import { choice } from './scalars.js';
import { child, type Node, wrap } from './tree.js';

/** What an author writes: the kind's key in place of its main option's name. */
export type WrittenFlat<M extends Member, Common extends Fields> = M extends Member<
  infer Kind,
  infer E
> & { readonly shorthand?: infer S }
  ? Written<Common> &
      Omit<Written<E>, S & string> & {
        readonly [K in Kind]: S extends keyof Written<E> ? Written<E>[S] : true;
      }
  : never;

/** What the model gets: the member's options, and what is common to all. */
export type ChosenFlat<M extends Member, Common extends Fields> =
  M extends Member<infer Kind, infer E>
    ? { readonly kind: Kind; readonly options: Options<E>; readonly common: Options<Common> }
    : never;

/** The main option of the member that a bare value stands for. */
type BareOf<M extends Member, Bare> = M extends Member<infer Kind, infer E> & {
  readonly shorthand?: infer S;
}
  ? Kind extends Bare
    ? Required<Written<E>>[S & keyof Written<E>]
    : never
  : never;

/**
 * @param common fields that every member has, such as a fault's `at`.
 * @param bare the kind that a bare value stands for.
 */
export function flatField<
  const M extends readonly Member[],
  const Common extends Fields,
  const A extends About,
  const Bare extends M[number]['kind'] = never,
>(
  catalogue: Catalogue<M>,
  common: Common,
  about: A,
  bare?: Bare,
): Field<
  WrittenFlat<M[number], Common> | BareOf<M[number], Bare>,
  ChosenFlat<M[number], Common>,
  PresenceOf<A>
> {
  const keyed = new Map(
    catalogue.members.map((member) => [member.kind, keyedFields(member, common)]),
  );
  const schemas = new Map(
    catalogue.members.map((member) => [
      member.kind,
      flatSchema(member, common, keyed.get(member.kind) as Fields),
    ]),
  );
  const short = bare === undefined ? [] : [mainOption(catalogue.get(bare)).schema];
  const any = v.pipe(v.union([...short, ...schemas.values()]), v.title(catalogue.noun));
  const kindOf = (keys: readonly string[]) => keys.find((key) => keyed.has(key));
  const [first] = catalogue.members as readonly Member[];
  const change = (node: Node, apply: typeof expandGroup) => {
    const kind = node.type === 'map' ? kindOf(node.entries.map(({ key }) => key)) : undefined;
    if (node.type !== 'map' || kind === undefined) return node;
    return apply(keyed.get(kind) as Fields, node);
  };
  return {
    schema: v.lazy((input) => {
      if (input === undefined) return any;
      const kind =
        typeof input === 'object' && input !== null ? kindOf(Object.keys(input)) : undefined;
      return (
        (kind === undefined ? undefined : schemas.get(kind)) ??
        closestChoice(catalogue, Object.keys(common))
      );
    }) as never,
    presence: presenceOf(about) as PresenceOf<A>,
    expected: catalogue.expected,
    about,
    expand: (node) =>
      change(bare !== undefined && node.type === 'scalar' ? wrap(bare, node) : node, expandGroup),
    complete: (node) => change(node, completeGroup),
    visit(node, path, see) {
      const kind = node.type === 'map' ? kindOf(node.entries.map(({ key }) => key)) : undefined;
      if (kind !== undefined) visitGroup(keyed.get(kind) as Fields, node, path, see);
    },
    sample: (lengths) =>
      about.default ?? sampleGroup(keyed.get((first as Member).kind) as Fields, lengths),
    inside: null,
  };
}

/** What an author writes where a key names the kind: `{ kind: log, partitions: 12 }`. */
export type WrittenByKind<M extends Member> =
  M extends Member<infer Kind, infer E> ? { readonly kind: Kind } & Written<E> : never;

/** A field whose member is named by the key `kind`, its options beside it. */
export function kindField<const M extends readonly Member[], const A extends About>(
  catalogue: Catalogue<M>,
  about: A,
): Field<WrittenByKind<M[number]>, ChosenMember<M[number]>, PresenceOf<A>> {
  const which = { doc: `Which ${catalogue.noun}.` };
  const kind = choice(catalogue.kinds, which);
  const keyed = new Map(
    catalogue.members.map((member) => [
      member.kind,
      { kind: choice([member.kind], which), ...member.options },
    ]),
  );
  // Without a kind nothing is known of the other keys.
  const expected = `a map with kind: ${catalogue.kinds.join(' or ')}`;
  const unknown = v.looseObject({ kind: kind.schema }, expected);
  const schemas = new Map(
    catalogue.members.map((member) => [
      member.kind,
      flatSchema(member, {}, keyed.get(member.kind) as Fields),
    ]),
  );
  const any = v.pipe(v.union([...schemas.values()]), v.title(catalogue.noun));
  const kindOf = (node: Node) => {
    const named = child(node, 'kind');
    return named?.type === 'scalar' ? keyed.get(String(named.value)) : undefined;
  };
  const change = (node: Node, apply: typeof expandGroup) => {
    const entries = kindOf(node);
    return node.type === 'map' && entries !== undefined ? apply(entries, node) : node;
  };
  return {
    schema: v.lazy((input) => {
      if (input === undefined) return any;
      return schemas.get(String((input as { kind?: unknown } | null)?.kind)) ?? unknown;
    }) as never,
    presence: presenceOf(about) as PresenceOf<A>,
    expected,
    about,
    expand: (node) => change(node, expandGroup),
    complete: (node) => change(node, completeGroup),
    visit(node, path, see) {
      const entries = kindOf(node);
      if (entries !== undefined) visitGroup(entries, node, path, see);
    },
    sample: (lengths) => {
      const [first] = keyed.values();
      return about.default ?? sampleGroup(first as Fields, lengths);
    },
    inside: {
      type: 'fields',
      fields: { kind, ...together(catalogue.members.map(({ options }) => options)) },
    },
  };
}

function mainOption({ options, shorthand = '' }: Member): Field<unknown, unknown> {
  return options[shorthand] as Field<unknown, unknown>;
}

/** Fields of several groups as one; things by name that several of them have may say what any of them says. */
function together(groups: readonly Fields[]): Fields {
  const all: Record<string, Field<unknown, unknown>> = {};
  for (const group of groups) {
    for (const [name, field] of Object.entries(group)) {
      const known = all[name];
      all[name] = known === undefined ? field : { ...field, inside: either(known, field) };
    }
  }
  return all;
}

function either(one: Field<unknown, unknown>, other: Field<unknown, unknown>): Inside | null {
  const [first, second] = [one.inside, other.inside];
  if (first?.type === 'named' && second?.type === 'named') {
    return { type: 'named', of: { ...second.of, inside: either(first.of, second.of) } };
  }
  if (first?.type !== 'fields' || second?.type !== 'fields') return second;
  return { type: 'fields', fields: together([first.fields, second.fields]) };
}

/** The member's options, its main one under the name of the kind. */
function keyedFields(member: Member, common: Fields): Fields {
  const { kind, options, shorthand } = member;
  const { [shorthand ?? '']: main, ...others } = options;
  return { ...(main === undefined ? {} : { [kind]: main }), ...others, ...common };
}

function flatSchema(
  member: Member,
  common: Fields,
  keyed: Fields,
): v.GenericSchema<unknown, unknown> {
  const { kind, shorthand = '', check } = member;
  return v.pipe(
    groupSchema(keyed) as v.GenericSchema<unknown, Record<string, unknown>>,
    v.description(member.summary),
    v.transform((written) => {
      const options: Record<string, unknown> = {};
      const shared: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(written)) {
        if (Object.hasOwn(common, key)) shared[key] = value;
        else if (key !== 'kind') options[key === kind ? shorthand : key] = value;
      }
      return { kind, options, common: shared };
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? check?.(dataset.value.options as never) : undefined;
      if (problem !== undefined) addIssue({ message: problem });
    }),
  );
}
