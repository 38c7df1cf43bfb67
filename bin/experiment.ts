/** What `run` and `compare` have in common: a scenario is planned, run, written and told. */
import { jsonOf } from '../reports/json.js';
import type { Plan } from '../sim/experiment/experiment.js';
import type { ExperimentResult } from '../sim/index.js';
import { expectWritable, type ReportFile } from './files/report-files.js';
import { readScenario, stemOf } from './files/scenario-file.js';
import { interruptible } from './interrupt.js';
import type { Format, SimulationOptions } from './options.js';
import { FOLDER, filesText, formatsOf, written } from './outputs.js';
import { planned } from './settings.js';
import { simulated } from './simulation.js';
import { terminalWidth } from './terminal/layout.js';
import { allPrintable } from './terminal/printable.js';

export interface Manner {
  /** Empty for the scenario as it stands; without, all. */
  readonly strategies?: readonly string[];
  /** Refuses a plan before anything is run. */
  readonly check?: (plan: Plan) => void;
  /** What a file is made in unless the user says otherwise. */
  readonly usual: Format;
  /** Whether a file is made without being asked for. */
  readonly always: boolean;
  /** Files beside those of the result; without, none. */
  readonly more?: (plan: Plan, stem: string) => Promise<readonly ReportFile[]>;
  /** The result in words and tables. */
  readonly tell: (result: ExperimentResult, width: number) => string;
}

export async function experiment(
  file: string,
  options: SimulationOptions,
  { strategies, check, usual, always, more, tell }: Manner,
): Promise<ExperimentResult> {
  const plan = planned(await readScenario(file), options, strategies);
  check?.(plan);
  const formats = formatsOf(options, usual, always);
  const { out = FOLDER } = options;
  if (formats.length > 0 || more !== undefined) expectWritable(out);
  const quiet = options.quiet === true;
  return interruptible(async (signal) => {
    const result = await simulated(plan, { workers: options.workers, quiet, signal });
    const stem = stemOf(file);
    const others = (await more?.(plan, stem)) ?? [];
    const files = await written(result, stem, formats, others, out, signal);
    if (options.json) process.stdout.write(jsonOf(result));
    else if (quiet) process.stdout.write(files.map(({ path }) => `${path}\n`).join(''));
    else process.stdout.write(tell(allPrintable(result), terminalWidth()) + filesText(files));
    return result;
  });
}
