/** The JSON Schema of scenario files, for editors: made from the same fields that check them. */
import { type ConversionConfig, type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import type { Field, Fields } from '../catalogue/field.js';
import { fields, fieldsOf, groupSchema, named, namedSchema } from '../catalogue/groups.js';
import { SHARED } from './compile.js';
import { named as byTitle, type Definitions, inlined } from './definitions.js';
import { scenarioFields } from './shape.js';

/** Draft 2020-12; shorthand is allowed as an author may write it. */
export function jsonSchema(): JsonSchema {
  const { $schema, $defs, ...root } = toJsonSchema(document().schema, CONFIG);
  const { schema, definitions } = inlined(
    byTitle({ schema: root, definitions: $defs as Definitions }),
  );
  return {
    $schema: $schema as string,
    $id: 'urn:faultline:scenario',
    title: 'faultline scenario',
    ...schema,
    $defs: definitions,
  };
}

/** The scenario together with its strategies, which may leave out whatever they do not change. */
function document(): Field<unknown, unknown> {
  const changeable = Object.entries(scenarioFields).filter(([name]) => !SHARED.includes(name));
  const strategy = fields(partialFields(Object.fromEntries(changeable)), { doc: 'A strategy.' });
  const strategies = named(nullable(strategy), {
    doc: 'What is compared: each strategy is laid over the scenario. Maps are merged by name, everything else is replaced, `null` removes.',
    optional: true,
  });
  return fields({ ...scenarioFields, strategies }, { doc: '' }) as Field<unknown, unknown>;
}

type AnyField = Field<unknown, unknown>;
type Schema = v.GenericSchema<unknown, unknown>;

function partialFields(entries: Fields): Fields {
  return Object.fromEntries(
    Object.entries(entries).map(([name, field]) => [name, nullable(partial(field))]),
  );
}

function nullable(field: AnyField): AnyField {
  return { ...field, presence: 'optional', schema: v.nullable(field.schema) };
}

/** As much of a field as an author wants to change: as deep as overlays are merged. */
function partial(field: AnyField): AnyField {
  const { inside } = field;
  if (inside === null) return field;
  const merged =
    inside.type === 'named'
      ? namedSchema(nullable(partial(inside.of)).schema)
      : groupSchema(partialFields(inside.fields));
  // A lazy schema is one that takes shorthand as well.
  const schema = field.schema.type === 'lazy' ? v.union([field.schema, merged]) : merged;
  return { ...field, schema: schema as Schema };
}

const CONFIG: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  overrideSchema({ valibotSchema, jsonSchema }) {
    const entries = fieldsOf(valibotSchema);
    return entries === undefined ? undefined : documented(jsonSchema, entries);
  },
  overrideAction({ valibotAction, jsonSchema }) {
    // Patterns of JSON Schemas are Unicode patterns without saying so.
    if (valibotAction.type !== 'regex') return undefined;
    const { requirement } = valibotAction as v.RegexAction<string, undefined>;
    return { ...jsonSchema, pattern: requirement.source };
  },
};

/** A group with what its fields mean, and what holds without them. */
function documented(group: JsonSchema, entries: Fields): JsonSchema {
  const properties = Object.entries(entries).map(([name, { about, presence }]) => {
    const written = (group.properties as Record<string, JsonSchema>)[name] as JsonSchema;
    const fallback = presence === 'defaulted' ? { default: about.default as never } : {};
    return [name, { ...written, description: about.doc, ...fallback }];
  });
  return { ...group, properties: Object.fromEntries(properties) };
}
