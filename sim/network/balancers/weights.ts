/** Weights of endpoints, as an author writes them. */

/** What is said of a list of weights. */
export const WEIGHTS = {
  doc: 'Weights of the first instances, in order; an instance without one has 1.',
  min: 1,
  max: 10000,
} as const;

export function someWeight({ weights }: { readonly weights: readonly number[] }) {
  return weights.some((weight) => weight > 0) ? undefined : 'a weight above 0';
}
