/** Samples: good options of every catalogue member, found from its fields, for examples and for tests. */
import * as v from 'valibot';
import type { Member } from './catalogue.js';
import type { Lengths } from './field.js';
import { completeGroup, expandGroup, groupSchema, sampleGroup } from './groups.js';
import { fromPlain, type MapNode, toPlain } from './tree.js';
import type { DurationText } from './units.js';

/** Good options in the words of a scenario file: what must be written, what has a default, and as
 * little of the rest as the member's own check demands. */
export function sampleOf(member: Member): Readonly<Record<string, unknown>> {
  const optional = Object.keys(member.options).filter(
    (key) => member.options[key]?.presence === 'optional',
  );
  for (const rest of subsets(optional)) {
    for (const lengths of LENGTHS) {
      const give = rising(lengths);
      const added = rest.map((key) => [key, member.options[key]?.sample(give)]);
      const options = { ...sampleGroup(member.options, give), ...Object.fromEntries(added) };
      if (isGood(member, options)) return options;
    }
  }
  throw new Error(`${member.kind} accepts nothing that follows from its fields`);
}

/** Ordinary durations first; then from zero on, as a timeline wants them. */
const LENGTHS: readonly (readonly DurationText[])[] = [
  ['20ms', '90ms', '400ms', '2s', '10s'],
  ['0s', '10s', '1m', '2m', '5m'],
];

function rising(lengths: readonly DurationText[]): Lengths {
  let turn = 0;
  return () => lengths[Math.min(turn++, lengths.length - 1)] as DurationText;
}

function isGood(member: Member, options: Readonly<Record<string, unknown>>): boolean {
  const written = expandGroup(member.options, fromPlain(options) as MapNode);
  const tree = completeGroup(member.options, written);
  const result = v.safeParse(groupSchema(member.options), toPlain(tree));
  return result.success && member.check?.(result.output as never) === undefined;
}

/** All subsets, the smallest first. */
function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const all: (readonly T[])[] = [[]];
  for (const item of items) all.push(...all.map((each) => [...each, item]));
  return all.sort((a, b) => a.length - b.length);
}
