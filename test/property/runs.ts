/** How often a property is tried: as usual, or more often by FAULTLINE_RUNS, as `npm run soak` has it. */
const USUAL = 150;
const asked = Number(process.env.FAULTLINE_RUNS ?? USUAL);

export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil((usual * asked) / USUAL) };
}
