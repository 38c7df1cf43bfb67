/** `faultline validate`: the simulator against what queueing theory knows. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../sim/experiment/experiment.js';
import { Pool } from '../../sim/experiment/pool.js';
import type { ExperimentResult } from '../../sim/index.js';
import { Exit, type ExitCode, InputProblem } from '../exit.js';
import { readScenario } from '../files/scenario-file.js';
import { interruptible } from '../interrupt.js';
import { planned } from '../settings.js';
import { runWithProgress } from '../simulation.js';
import { terminalWidth } from '../terminal/layout.js';
import { allPrintable } from '../terminal/printable.js';
import { agrees, closingLine, theoryText } from '../terminal/theory.js';

export interface ValidateOptions {
  readonly workers?: number;
  readonly json?: true;
  readonly quiet?: true;
}

export async function validate(
  files: readonly string[],
  { workers, json, quiet }: ValidateOptions,
): Promise<ExitCode> {
  const plans = await plansOf(files.length > 0 ? files : ownScenarios());
  return interruptible(async (signal) => {
    const pool = new Pool({ workers, signal });
    const results: ExperimentResult[] = [];
    try {
      for (const plan of plans) {
        const result = await runWithProgress(pool, plan, 'passing', basename(plan.input.name));
        results.push(result);
        if (json || (quiet && agrees(result))) continue;
        process.stdout.write(`${theoryText(allPrintable(result), terminalWidth())}\n`);
      }
    } finally {
      await pool.close();
    }
    process.stdout.write(json ? jsonText(results) : closingLine(results));
    return results.every(agrees) ? Exit.ok : Exit.missed;
  });
}

/** Every file is read before any is run: a mistake in the last one shows at once. */
async function plansOf(files: readonly string[]): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  for (const file of files) {
    const plan = planned(await readScenario(file), {});
    const knows = plan.variants.some(({ linked }) => linked.scenario.theory.length > 0);
    if (!knows) throw new InputProblem(`${file} has no theory section to check`);
    plans.push(plan);
  }
  return plans;
}

/** The validation scenarios of this package, as built into its `dist` folder. */
function ownScenarios(): readonly string[] {
  const folder = fileURLToPath(new URL('../../scenarios/validation/', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => join(folder, name));
}

function jsonText(results: readonly ExperimentResult[]): string {
  const files = results.map(({ scenario: { name, file }, fingerprint, strategies }) => ({
    name,
    file: basename(file),
    fingerprint,
    theory: strategies.flatMap(({ theory }) => theory),
  }));
  const checks = files.flatMap(({ theory }) => theory);
  const passed = checks.filter((check) => check.agrees).length;
  return `${JSON.stringify({ passed, failed: checks.length - passed, files }, null, 2)}\n`;
}
