/** The validation scenarios, as a test or a long run takes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Plan, plan } from '../../sim/experiment/experiment.js';
import { experiment } from '../../sim/experiment/local.js';
import type { TheoryResult } from '../../sim/experiment/theory.js';
import { fromText, type Input } from '../../sim/scenario/compile.js';

const FOLDER = new URL('../../scenarios/validation/', import.meta.url);

/** The files as they stand, instead of a part of their replications: `npm run validate:long`. */
export const WHOLE = process.env.FAULTLINE_VALIDATION === 'whole';

/** What is run of a scenario when there is little time: one replication in so many. */
const PART = 5;

export const FILES: readonly string[] = readdirSync(FOLDER).filter((name) =>
  name.endsWith('.yaml'),
);

export function textOf(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

function inputOf(name: string): Input {
  return fromText(textOf(name), name);
}

function planOf(name: string): Plan {
  return plan(inputOf(name), { strategies: [''] });
}

export function replicationsOf(name: string): number {
  return planOf(name).variants[0]?.linked.scenario.run.replications ?? 0;
}

/** How much wider a tolerance is for a part of the replications: it is a multiple of a standard error. */
export function slackOf(name: string, whole: boolean): number {
  const replications = replicationsOf(name);
  return whole ? 1 : Math.sqrt(replications / Math.ceil(replications / PART));
}

/** The known values of a file, each with the tolerance for what is run of it. */
export function knownValues(name: string, whole: boolean) {
  const { variants, yardsticks } = planOf(name);
  const slack = slackOf(name, whole);
  return variants.flatMap((variant) =>
    (yardsticks.get(variant)?.theory ?? []).map(({ name: measure, expected, within }) => ({
      measure,
      expected,
      within: within * slack,
    })),
  );
}

/** Runs a file and says of every known value that is missed by how much. */
export function disagreements(name: string, whole: boolean): readonly string[] {
  const replications = replicationsOf(name);
  const settings = { replications: whole ? replications : Math.ceil(replications / PART) };
  const { strategies } = experiment(inputOf(name), { strategies: [''], settings });
  const slack = slackOf(name, whole);
  return strategies.flatMap(({ theory }) =>
    theory.filter((each) => !agrees(each, slack)).map((each) => described(each, slack)),
  );
}

function agrees({ observed, expected, within }: TheoryResult, slack: number): boolean {
  const margin = within * slack + 1e-9 * Math.abs(expected);
  return observed !== null && Math.abs(observed - expected) <= margin;
}

function described({ measure, observed, expected, within }: TheoryResult, slack: number): string {
  return `${measure} is ${observed}, expected ${expected} within ${within * slack}`;
}
