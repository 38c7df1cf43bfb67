/** Definitions of a JSON Schema made fit to be read: with names, and only where something is used twice. */
import type { JsonSchema } from '@valibot/to-json-schema';

export type Definitions = Readonly<Record<string, JsonSchema>>;

/** A schema and the definitions that it refers to. */
export interface Defined {
  readonly schema: JsonSchema;
  readonly definitions: Definitions;
}

const PREFIX = '#/$defs/';

/** Calls every definition that has a title by it. */
export function named({ schema, definitions }: Defined): Defined {
  const names = new Map<string, string>();
  for (const [id, { title }] of Object.entries(definitions)) {
    names.set(id, title === undefined ? id : freeName(title.replaceAll(' ', '-'), names));
  }
  const rename = (node: JsonSchema) => {
    const id = target(node);
    return id === null ? node : { ...node, $ref: PREFIX + (names.get(id) ?? id) };
  };
  const renamed = Object.entries(definitions).map(([id, definition]) => {
    const { title: _, ...rest } = rewritten(definition, rename);
    return [names.get(id) ?? id, rest];
  });
  return { schema: rewritten(schema, rename), definitions: Object.fromEntries(renamed) };
}

function freeName(wanted: string, taken: ReadonlyMap<string, string>): string {
  const used = new Set(taken.values());
  let name = wanted;
  for (let turn = 2; used.has(name); turn++) name = `${wanted}-${turn}`;
  return name;
}

/** Puts every definition without a name where it is used. */
export function inlined({ schema, definitions }: Defined): Defined {
  const isNameless = (id: string) => /^\d+$/.test(id);
  const insert = (node: JsonSchema): JsonSchema => {
    const id = target(node);
    if (id === null || !isNameless(id)) return node;
    const { $ref: _, ...beside } = node;
    return { ...rewritten(definitions[id] as JsonSchema, insert), ...beside };
  };
  const kept = Object.entries(definitions)
    .filter(([id]) => !isNameless(id))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, definition]) => [id, rewritten(definition, insert)]);
  return { schema: rewritten(schema, insert), definitions: Object.fromEntries(kept) };
}

function target({ $ref }: JsonSchema): string | null {
  return $ref?.startsWith(PREFIX) === true ? $ref.slice(PREFIX.length) : null;
}

/** A schema with every schema in it changed, the innermost first. */
function rewritten(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const each = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(each);
    return typeof value === 'object' && value !== null ? rewritten(value, change) : value;
  };
  return change(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, each(value)])));
}
