/** Phase 3: a strategy laid over the scenario. Maps are merged by name, values replaced, `null` removes. */
import type { Field, Inside } from '../catalogue/field.js';
import { type Entry, type MapNode, mapNode, type Node } from '../catalogue/tree.js';

/** @param field what is described here; decides how deep the merging goes. */
export function overlay(field: Field<unknown, unknown>, base: Node, change: Node): Node {
  const { inside } = field;
  if (inside === null || base.type !== 'map' || change.type !== 'map') return change;
  const entries: Entry[] = [];
  for (const entry of base.entries) {
    const changed = change.entries.find(({ key }) => key === entry.key);
    if (changed === undefined) entries.push(entry);
    else if (!isNull(changed.node)) entries.push(merged(inside, entry, changed));
  }
  const known = new Set(base.entries.map(({ key }) => key));
  const added = change.entries.filter(({ key, node }) => !known.has(key) && !isNull(node));
  return mapNode([...entries, ...added], base as MapNode);
}

function merged(inside: Inside, old: Entry, changed: Entry): Entry {
  const field = inside.type === 'named' ? inside.of : inside.fields[old.key];
  if (field === undefined) return changed;
  return { ...changed, node: overlay(field, old.node, changed.node) };
}

function isNull(node: Node): boolean {
  return node.type === 'scalar' && node.value === null;
}
