/** The catalogue of back-offs: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { type BackoffMember, type ChosenBackoff, Schedule } from '../backoff.js';
import { constant } from './constant.js';
import { exponential } from './exponential.js';
import { linear } from './linear.js';

export const backoffs = new Catalogue('back-off', 'backoffs', [constant, linear, exponential]);

/** The waits of a back-off as read from a scenario. */
export function scheduleOf(chosen: ChosenBackoff & { kind: string; options: unknown }): Schedule {
  const { create } = backoffs.find(chosen.kind) as unknown as BackoffMember;
  return new Schedule(create(chosen.options as never), chosen);
}
