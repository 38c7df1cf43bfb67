/** Options that several faults share. */
import type { Options } from '../catalogue/field.js';
import { integer, reference, text } from '../catalogue/scalars.js';
import type { FaultyProcess } from '../primitives/process.js';
import type { Mend } from '../primitives/trouble.js';
import type { FaultSite } from './fault.js';

export const service = reference('service', { doc: 'Which service.' });

/** Which of its instances. */
export const WHICH = {
  instances: integer({
    doc: 'How many of its instances, counted from the first; without, all.',
    min: 1,
    optional: true,
  }),
  zone: text({ doc: 'Only those in this zone; without, in any.', optional: true }),
};

export const edge = reference('edge', {
  doc: 'Which way: `from -> to` for one direction, `from <-> to` for both.',
});

/** The instances that a fault hits. */
export function victims(
  site: FaultSite,
  name: string,
  { instances, zone }: Options<typeof WHICH>,
): readonly FaultyProcess[] {
  return site.instances(name, zone).slice(0, instances);
}

/** Both ends of an edge: `a -> b` or `a <-> b`; null when the text is neither. */
export function ends(text: string): { from: string; to: string; both: boolean } | null {
  const match = /^(.+?)\s+(->|<->)\s+(.+)$/.exec(text);
  if (match === null) return null;
  const [, from = '', arrow, to = ''] = match;
  return { from, to, both: arrow === '<->' };
}

/** The links that an edge names. */
export function linksOf(site: FaultSite, text: string) {
  const edge = ends(text);
  if (edge === null) return [];
  const there = site.links(edge.from, edge.to);
  return edge.both ? [...there, ...site.links(edge.to, edge.from)] : there;
}

export function mendAll(mends: readonly Mend[]): Mend {
  return () => {
    for (const mend of mends) mend();
  };
}

/** Which broker, and which of its nodes. */
export const clusterOptions = {
  target: reference('broker', { doc: 'Which broker; it must have nodes.' }),
  node: integer({ doc: 'Which node, from 0. Node n leads partition n to begin with.', default: 0 }),
};
