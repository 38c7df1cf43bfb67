/** The catalogue of distributions: one line each. */
import { Catalogue, type ChosenMember, type WrittenMember } from '../../catalogue/catalogue.js';
import {
  type About,
  deferred,
  type Field,
  mapped,
  type PresenceOf,
} from '../../catalogue/field.js';
import type { DurationText } from '../../catalogue/units.js';
import type { Distribution } from '../distribution.js';
import { constant } from './constant.js';
import { empirical } from './empirical.js';
import { erlang } from './erlang.js';
import { exponential } from './exponential.js';
import { gamma } from './gamma.js';
import { hyperexponential } from './hyperexponential.js';
import { lognormal } from './lognormal.js';
import { mixtureOf } from './mixture.js';
import { normal } from './normal.js';
import { pareto } from './pareto.js';
import { truncatedOf } from './truncated.js';
import { uniform } from './uniform.js';
import { weibull } from './weibull.js';

/** A distribution inside another: TypeScript needs its type cut short somewhere. */
export type NestedDistribution = DurationText | { readonly [kind: string]: unknown };

function nestedField(): Field<NestedDistribution, Distribution> {
  return distribution({ doc: '' }) as unknown as Field<NestedDistribution, Distribution>;
}

const nested: Field<NestedDistribution, Distribution, 'required'> = deferred(
  { doc: 'Where the values of this part come from.' },
  'a distribution',
  nestedField,
);

export const distributions = new Catalogue('distribution', 'distributions', [
  constant,
  uniform,
  exponential,
  normal,
  lognormal,
  erlang,
  gamma,
  weibull,
  pareto,
  hyperexponential,
  mixtureOf(nested),
  truncatedOf(nested),
  empirical,
]);

type Members = (typeof distributions)['members'][number];

export type WrittenDistribution = WrittenMember<Members> | DurationText;

function build(chosen: ChosenMember<Members>): Distribution {
  const { create } = distributions.get(chosen.kind);
  return create(chosen.options as never);
}

/** A field for a random duration; a bare duration is a constant. */
export function distribution<const A extends About<WrittenDistribution>>(
  about: A,
): Field<WrittenDistribution, Distribution, PresenceOf<A>> {
  return mapped(distributions.field<A, DurationText>(about, 'constant'), build);
}
