/** Keys: which customer, product or account a request is about. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';

/** The key of a uniform variate, from 0. */
export type KeyChoice = (u: number) => number;

/** A key choice's entry in the catalogue. */
export type KeyMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => KeyChoice
>;

export function defineKeys<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<KeyMember<Kind, E>, 'shorthand'> & { readonly shorthand: S }) {
  return member;
}
