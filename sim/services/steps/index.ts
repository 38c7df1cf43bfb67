/** The catalogue of steps: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { type About, deferred, type Field, type PresenceOf } from '../../catalogue/field.js';
import { flatField, type WrittenFlat } from '../../catalogue/flat.js';
import { list } from '../../catalogue/groups.js';
import type { ChosenStep, NestedStep, NestedSteps } from '../step.js';
import { call } from './call.js';
import { chooseOf } from './choose.js';
import { effect } from './effect.js';
import { fail } from './fail.js';
import { parallelOf } from './parallel.js';
import { publish } from './publish.js';
import { repeatOf } from './repeat.js';
import { request } from './request.js';
import { wait } from './wait.js';
import { work } from './work.js';

function anyStep(): Field<NestedStep, ChosenStep> {
  return stepField as unknown as Field<NestedStep, ChosenStep>;
}

const about = { doc: 'Steps, one after the other.', min: 1, max: 1000 };
const nested: NestedSteps = list(
  deferred<NestedStep, ChosenStep, { doc: string }>({ doc: 'One step.' }, 'a step', anyStep),
  about,
);

export const steps = new Catalogue('step', 'steps', [
  work,
  wait,
  call,
  parallelOf(nested),
  chooseOf(nested),
  repeatOf(nested),
  publish,
  request,
  effect,
  fail,
]);

const stepField = flatField(steps, {}, { doc: 'One step.' });

type Members = (typeof steps)['members'][number];

export type WrittenStep = WrittenFlat<Members, Record<never, never>>;

/** A field for the steps of an operation. */
export function stepList<const A extends About<readonly WrittenStep[]>>(
  about: A,
): Field<readonly WrittenStep[], readonly ChosenStep[], PresenceOf<A>> {
  return list(stepField, { ...about, min: 1, max: 1000 }) as unknown as Field<
    readonly WrittenStep[],
    readonly ChosenStep[],
    PresenceOf<A>
  >;
}
