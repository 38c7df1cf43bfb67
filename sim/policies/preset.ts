/** Presets: the policies of a product at a stated version, with its defaults, in its order of composition. */
import type { WrittenMember } from '../catalogue/catalogue.js';
import type { policies } from './index.js';

type Members = (typeof policies)['members'][number];

/** What an author writes for a policy; a bare word where its options all have defaults. */
export type WrittenPolicy = WrittenMember<Members> | Members['kind'];

/** Describes a preset; its policies are written as in a scenario, outermost first. */
export function definePreset<const Kind extends string>(preset: {
  readonly kind: Kind;
  readonly summary: string;
  readonly source: string;
  readonly policies: readonly WrittenPolicy[];
}) {
  const { kind, summary, source, policies } = preset;
  return { kind, summary, source, options: {}, create: () => policies };
}
