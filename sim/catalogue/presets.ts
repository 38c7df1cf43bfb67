/**
 * Presets: an item of a list that stands for several, as a product has them. Other keys beside it replace
 * single options; `null` takes a member out.
 */
import * as v from 'valibot';
import type { Catalogue, Chosen, Member } from './catalogue.js';
import type { About, Field, PresenceOf } from './field.js';
import { list } from './groups.js';
import { type Entry, fromPlain, listNode, type MapNode, mapNode, type Node } from './tree.js';

/** A preset's entry in its catalogue: it creates members in the words of a scenario. */
export type PresetMember = Member<string, Record<string, never>, () => readonly unknown[]>;

/** What an author writes for a preset. */
export interface WrittenPreset {
  readonly preset: string;
  readonly [kind: string]: unknown;
}

const KEY = 'preset';

/** A list of members in which presets may stand for several of them. */
export function listWithPresets<In, const A extends About>(
  catalogue: Catalogue<readonly Member[]>,
  presets: Catalogue<readonly PresetMember[]>,
  about: A,
): Field<readonly (In | WrittenPreset)[], readonly Chosen[], PresenceOf<A>> {
  const member = catalogue.field({ doc: `A ${catalogue.noun}.` });
  const preset = presetSchema(catalogue, presets);
  const refused = refusal(presets);
  const either = v.union([member.schema, preset]);
  const item = {
    ...member,
    schema: v.lazy((input) => {
      if (input === undefined) return either;
      return isMap(input) && KEY in input ? refused : member.schema;
    }),
  };
  const items = list(item as never, about);
  return {
    ...items,
    expand(node: Node) {
      if (node.type !== 'list') return node;
      const open = node.items.map((each) => opened(each, member, presets) ?? [each]);
      const places = open.flatMap((each, index) => each.map(() => index));
      return items.expand(listNode(open.flat(), { ...node, places }));
    },
  } as never;
}

/** The members that a preset stands for; null for anything else, and where something is wrong with it. */
function opened(
  item: Node,
  member: Field<unknown, unknown>,
  presets: Catalogue<readonly PresetMember[]>,
): readonly Node[] | null {
  const found = item.type === 'map' ? presetOf(toRecord(item), presets) : undefined;
  if (item.type !== 'map' || found === undefined) return null;
  const others = item.entries.filter(({ key }) => key !== KEY);
  const members = found
    .create()
    .map((each) => member.expand(fromPlain(each, 'default')) as MapNode)
    .map((each) => mapNode([{ ...(each.entries[0] as Entry), by: `preset ${found.kind}` }], item));
  const kinds = members.map(({ entries }) => entries[0]?.key);
  if (others.some(({ key }) => !kinds.includes(key))) return null;
  return members.flatMap((each) => {
    const own = others.find(({ key }) => key === each.entries[0]?.key);
    return own === undefined ? [each] : replaced(each, own, member);
  });
}

/** A member of a preset with some of its options replaced; none when it is taken out. */
function replaced(preset: MapNode, own: Entry, member: Field<unknown, unknown>): readonly Node[] {
  if (own.node.type === 'scalar' && own.node.value === null) return [];
  const written = (member.expand(mapNode([own], own.node)) as MapNode).entries[0] as Entry;
  const [entry] = preset.entries as [Entry];
  if (written.node.type !== 'map' || entry.node.type !== 'map') return [mapNode([written], preset)];
  const kept = entry.node.entries.filter(
    ({ key }) => !(written.node as MapNode).entries.some((each) => each.key === key),
  );
  const node = mapNode([...written.node.entries, ...kept], written.node);
  return [mapNode([{ ...entry, keySpan: own.keySpan, node }], preset)];
}

function presetOf(written: Record<string, unknown>, presets: Catalogue<readonly PresetMember[]>) {
  return presets.find(String(written[KEY])) as PresetMember | undefined;
}

function toRecord(node: MapNode): Record<string, unknown> {
  return Object.fromEntries(
    node.entries.map(({ key, node: each }) => [key, each.type === 'scalar' ? each.value : each]),
  );
}

/** What may be written for a preset, for the JSON Schema; checking has opened it. */
function presetSchema(
  catalogue: Catalogue<readonly Member[]>,
  presets: Catalogue<readonly PresetMember[]>,
) {
  const others = Object.fromEntries(catalogue.kinds.map((kind) => [kind, v.optional(v.unknown())]));
  return v.pipe(
    v.strictObject({ [KEY]: v.picklist(presets.kinds as string[]), ...others }),
    v.title(KEY),
    v.description('The policies of a product, with its defaults; other keys replace options.'),
  );
}

/** Whatever is left of presets when all have been opened is wrong: an unknown one, or a key that it has not. */
function refusal(presets: Catalogue<readonly PresetMember[]>): v.GenericSchema<unknown, never> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const input = dataset.value as Record<string, unknown>;
      const found = presetOf(input, presets);
      const kinds = (found?.create() ?? []).flatMap((each) => Object.keys(each as object));
      const wrong = found === undefined ? [KEY] : Object.keys(input).filter((key) => key !== KEY);
      for (const key of wrong.filter((each) => !kinds.includes(each))) {
        const message = `one of ${(found === undefined ? presets.kinds : kinds).join(', ')}`;
        const origin = found === undefined ? 'value' : 'key';
        const value = input[key];
        addIssue({ message, path: [{ type: 'object', origin, input, key, value }] });
      }
      return NEVER;
    }),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
