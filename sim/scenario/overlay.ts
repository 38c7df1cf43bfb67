/** Phase 3: a strategy laid over the scenario. Maps are merged by name, values replaced, `null` removes. */
import type { Field, Inside } from '../catalogue/field.js';
import { type Entry, type MapNode, mapNode, type Node, type Path } from '../catalogue/tree.js';
import { dotted, inOneLine } from './finding.js';
import { scenario } from './shape.js';

/**
 * @param field what is described here; decides how deep the merging goes.
 * @param by who changes it: everything that the change puts in remembers that.
 */
export function overlay(
  field: Field<unknown, unknown>,
  base: Node,
  change: Node,
  by: string,
): Node {
  const { inside } = field;
  if (inside === null || base.type !== 'map' || change.type !== 'map') return change;
  const entries: Entry[] = [];
  for (const entry of base.entries) {
    const changed = change.entries.find(({ key }) => key === entry.key);
    if (changed === undefined) entries.push(entry);
    else if (!isNull(changed.node)) entries.push(merged(inside, entry, changed, by));
  }
  const known = new Set(base.entries.map(({ key }) => key));
  const added = change.entries.filter(({ key, node }) => !known.has(key) && !isNull(node));
  return mapNode([...entries, ...added.map((entry) => ({ ...entry, by }))], base as MapNode);
}

function merged(inside: Inside, old: Entry, changed: Entry, by: string): Entry {
  const field = inside.type === 'named' ? inside.of : inside.fields[old.key];
  if (field === undefined) return { ...changed, by };
  const node = overlay(field, old.node, changed.node, by);
  // A map that was merged into knows of its parts; anything else is new as a whole.
  return node === changed.node ? { ...changed, by } : { ...changed, node };
}

function isNull(node: Node): boolean {
  return node.type === 'scalar' && node.value === null;
}

/** What an overlay changes, as `path: value`, a line each. */
export function changesOf(change: Node): string[] {
  const changes: string[] = [];
  const collect = (field: Field<unknown, unknown> | undefined, node: Node, path: Path) => {
    const inside = field?.inside ?? null;
    // An empty map is a change too: all that it has by default. Only a strategy as a whole may change nothing.
    const isEmpty = node.type === 'map' && node.entries.length === 0 && path.length > 0;
    if (inside === null || node.type !== 'map' || isEmpty) {
      changes.push(`${dotted(path)}: ${inOneLine(node)}`);
      return;
    }
    for (const { key, node: inner } of node.entries) {
      collect(inside.type === 'named' ? inside.of : inside.fields[key], inner, [...path, key]);
    }
  };
  collect(scenario as Field<unknown, unknown>, change, []);
  return changes;
}
