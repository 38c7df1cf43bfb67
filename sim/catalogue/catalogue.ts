/**
 * Catalogues: every open set (policies, distributions, faults, ...) is a list of members, one file each.
 * The schema, the documentation and the TypeScript types of an open set all follow from its list.
 */
import * as v from 'valibot';
import {
  type About,
  type Field,
  type Fields,
  type Lengths,
  type Options,
  type PresenceOf,
  presenceOf,
  type See,
  type Written,
} from './field.js';
import { completeGroup, expandGroup, groupSchema, sampleGroup, visitGroup } from './groups.js';
import { mapNode, type Node, type Path, wrap } from './tree.js';

/** One member of an open set: its name, words, options, and how it is built. */
export interface Member<Kind extends string = string, E extends Fields = Fields, Create = unknown> {
  /** The word in the scenario file. */
  readonly kind: Kind;
  /** One sentence. */
  readonly summary: string;
  /** The paper, RFC or product whose rules it follows. */
  readonly source: string;
  readonly options: E;
  /** The option that a bare value stands for. */
  readonly shorthand?: string;
  /** A relation between options that no single field can check; returns what is expected instead. */
  readonly check?: (options: never) => string | undefined;
  readonly create: Create;
}

/** A member chosen in a scenario, with its options read. */
export interface Chosen<Kind extends string = string, O = unknown> {
  readonly kind: Kind;
  readonly options: O;
}

type MemberUnion<M extends readonly Member[]> = M[number];
type Schema = v.GenericSchema<unknown, unknown>;

/** What an author writes to choose a member. */
export type WrittenMember<M extends Member> =
  M extends Member<infer Kind, infer E>
    ? { readonly [K in Kind]: Written<E> | ShortOf<M, E> }
    : never;

type ShortOf<M, E> = M extends { readonly shorthand?: infer S }
  ? S extends keyof E
    ? E[S] extends Field<infer In, unknown>
      ? In
      : never
    : never
  : never;

/** What the model gets. */
export type ChosenMember<M extends Member> =
  M extends Member<infer Kind, infer E> ? Chosen<Kind, Options<E>> : never;

export class Catalogue<const M extends readonly Member[]> {
  private readonly byKind: ReadonlyMap<string, Member>;
  private schemas: ReadonlyMap<string, Schema> | undefined;
  private readonly choices = new Map<string | undefined, Schema>();

  /** @param noun what a member is, such as `policy`. */
  constructor(
    readonly noun: string,
    readonly plural: string,
    readonly members: M,
  ) {
    this.byKind = new Map(members.map((member) => [member.kind, member]));
  }

  get kinds(): readonly string[] {
    return [...this.byKind.keys()];
  }

  find(kind: string): Member | undefined {
    return this.byKind.get(kind);
  }

  /** The member chosen; the schema has made sure that it exists. */
  get<K extends M[number]['kind']>(kind: K): Extract<MemberUnion<M>, { kind: K }> {
    return this.byKind.get(kind) as Extract<MemberUnion<M>, { kind: K }>;
  }

  /**
   * A field that chooses a member: a map of one key, `{ lognormal: { median: 4ms, p99: 15ms } }`.
   * @param bare the kind that a bare value stands for; without it a bare word is a kind itself.
   * @param nameless options of the bare kind may stand without its name, and a bare word is a kind all the same.
   */
  field<const A extends About, Bare = M[number]['kind']>(
    about: A,
    bare?: string,
    nameless = false,
  ): Field<WrittenMember<M[number]> | Bare, ChosenMember<M[number]>, PresenceOf<A>> {
    const unknown = closestChoice(this);
    return {
      schema: v.lazy((input) => {
        if (input === undefined) return this.anyChoice(bare, nameless);
        const kind = onlyKey(input);
        return (kind === undefined ? undefined : this.schemaOf(kind)) ?? unknown;
      }) as never,
      presence: presenceOf(about) as PresenceOf<A>,
      expected: this.expected,
      about,
      expand: (node) => this.expand(this.spellOut(node, bare, nameless)),
      complete: (node) => this.complete(node),
      visit: (node, path, see) => this.visit(node, path, see),
      sample: (lengths) => about.default ?? this.sample(bare, lengths),
      inside: null,
    };
  }

  get expected(): string {
    return `one ${this.noun}: ${this.kinds.join(', ')}`;
  }

  /** Made once, so that each member has one place in the JSON Schema. */
  private schemaOf(kind: string): Schema | undefined {
    this.schemas ??= new Map(this.members.map((member) => [member.kind, memberSchema(member)]));
    return this.schemas.get(kind);
  }

  /** All that may be written for a member, for the JSON Schema; checking has spelt out bare values. */
  private anyChoice(bare: string | undefined, nameless: boolean): Schema {
    let any = this.choices.get(bare);
    if (any === undefined) {
      const spelt = this.kinds.map((kind) => this.schemaOf(kind) as Schema);
      const short = this.bareSchemas(bare);
      if (nameless) short.push(...this.bareSchemas(undefined), groupSchema(this.optionsOf(bare)));
      any = v.pipe(v.union([...short, ...spelt]), v.title(this.noun));
      this.choices.set(bare, any);
    }
    return any;
  }

  private optionsOf(kind: string | undefined): Fields {
    return this.byKind.get(kind ?? '')?.options ?? {};
  }

  private bareSchemas(bare: string | undefined): Schema[] {
    if (bare === undefined) {
      const words = this.members.filter(needsNothing).map(({ kind }) => kind);
      return words.length === 0 ? [] : [v.picklist(words)];
    }
    const { shorthand = '', options } = this.byKind.get(bare) as Member;
    return [(options[shorthand] as Field<unknown, unknown>).schema];
  }

  private spellOut(node: Node, bare: string | undefined, nameless: boolean): Node {
    if (node.type === 'scalar') {
      const word = String(node.value);
      if ((bare === undefined || nameless) && this.byKind.has(word))
        return wrap(word, mapNode([], node));
      return bare === undefined ? node : wrap(bare, node);
    }
    if (!nameless || bare === undefined || node.type !== 'map') return node;
    const options = this.optionsOf(bare);
    const isNameless = node.entries.some(({ key }) => Object.hasOwn(options, key));
    return isNameless ? wrap(bare, node) : node;
  }

  private sample(bare: string | undefined, lengths: Lengths): unknown {
    const { kind, options, shorthand } = this.byKind.get(bare ?? '') ?? (this.members[0] as Member);
    if (bare !== undefined)
      return (options[shorthand ?? ''] as Field<unknown, unknown>).sample(lengths);
    return { [kind]: sampleGroup(options, lengths) };
  }

  private expand(node: Node): Node {
    return this.atMember(node, (member, inner) => {
      const group =
        inner.type !== 'map' && member.shorthand !== undefined
          ? wrap(member.shorthand, inner)
          : inner;
      return group.type === 'map' ? expandGroup(member.options, group) : group;
    });
  }

  private complete(node: Node): Node {
    return this.atMember(node, (member, inner) =>
      inner.type === 'map' ? completeGroup(member.options, inner) : inner,
    );
  }

  private visit(node: Node, path: Path, see: See): void {
    const [entry] = node.type === 'map' ? node.entries : [];
    const member = entry === undefined ? undefined : this.byKind.get(entry.key);
    if (entry === undefined || member === undefined) return;
    visitGroup(member.options, entry.node, [...path, entry.key], see);
  }

  private atMember(node: Node, change: (member: Member, inner: Node) => Node): Node {
    const [entry] = node.type === 'map' ? node.entries : [];
    const member = entry === undefined ? undefined : this.byKind.get(entry.key);
    if (node.type !== 'map' || entry === undefined || member === undefined) return node;
    const changed = { ...entry, node: change(member, entry.node) };
    return mapNode([changed, ...node.entries.slice(1)], node);
  }
}

/** Refuses whatever does not choose a member, pointing at the key that should have been a kind. */
export function closestChoice(
  catalogue: Pick<Catalogue<readonly Member[]>, 'kinds' | 'expected' | 'noun'>,
  alsoAllowed: readonly string[] = [],
): v.GenericSchema<unknown, never> {
  const { kinds, expected, noun } = catalogue;
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const { value } = dataset;
      const keys = isMap(value)
        ? Object.keys(value).filter((key) => !alsoAllowed.includes(key))
        : [];
      const isBare = kinds.includes(value as string);
      if (keys.length === 0) addIssue({ message: isBare ? `a map, { ${value}: ... }` : expected });
      const offending = keys.filter((key) => !kinds.includes(key));
      // Two good keys: the second is one too many.
      const [first] = keys;
      const message = offending.length > 0 ? expected : `only one ${noun}, and ${first} is one`;
      for (const key of offending.length > 0 ? offending : keys.slice(1)) {
        addIssue({ message, path: [pathItem(value as object, key)] });
      }
      return NEVER;
    }),
  );
}

/** `{ kind: options }` on paper, `{ kind, options }` in the model. */
function memberSchema(member: Member): Schema {
  const checked = v.pipe(
    groupSchema(member.options),
    v.rawTransform(({ dataset, addIssue }) => {
      const problem = member.check?.(dataset.value as never);
      if (problem !== undefined) addIssue({ message: problem });
      return dataset.value;
    }),
  );
  return v.pipe(
    v.strictObject({ [member.kind]: eitherShort(member, checked) }),
    v.description(member.summary),
    v.transform((value) => ({ kind: member.kind, options: value[member.kind] })),
  );
}

/** The JSON Schema shows the shorthand as well; checking only ever sees the group. */
function eitherShort({ options, shorthand }: Member, group: Schema): Schema {
  const short = shorthand === undefined ? undefined : options[shorthand];
  if (short === undefined) return group;
  const either = v.union([short.schema as Schema, group]);
  return v.lazy((input) => (input === undefined ? either : group));
}

/** Whether the bare kind is enough, as in `discipline: fifo`. */
function needsNothing({ options }: Member): boolean {
  return Object.values(options).every(({ presence }) => presence !== 'required');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onlyKey(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 ? keys[0] : undefined;
}

function pathItem(input: object, key: string): v.ObjectPathItem {
  return {
    type: 'object',
    origin: 'key',
    input: input as Record<string, unknown>,
    key,
    value: (input as Record<string, unknown>)[key],
  };
}
