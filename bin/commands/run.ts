/** `faultline run`: one scenario, summed up. */
import { verdict } from '../../reports/answer/verdict.js';
import type { ExperimentResult } from '../../sim/index.js';
import { Exit, type ExitCode } from '../exit.js';
import { experiment } from '../experiment.js';
import type { SimulationOptions } from '../options.js';
import { failuresTable } from '../terminal/failures.js';
import { heading, imprint } from '../terminal/heading.js';
import { objectivesTable } from '../terminal/objectives.js';
import { prose } from '../terminal/prose.js';
import { servicesTable } from '../terminal/services.js';
import { sparklines } from '../terminal/sparklines.js';
import { summaryTable } from '../terminal/summary.js';

export interface RunOptions extends SimulationOptions {
  readonly strategy?: string;
}

export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const { strategies } = await experiment(file, options, {
    strategies: [options.strategy ?? ''],
    usual: 'json',
    always: false,
    tell,
  });
  const isMet = strategies.every(({ objectives }) => objectives.every(({ met }) => met));
  return isMet ? Exit.ok : Exit.missed;
}

function tell(result: ExperimentResult, width: number): string {
  const parts = [
    heading('run', result, width),
    summaryTable(result, width),
    servicesTable(result),
    failuresTable(result),
    objectivesTable(result, width),
    sparklines(result, width),
    prose('verdict', verdict(result), width),
    imprint(result),
  ];
  return parts.filter((part) => part !== '').join('\n');
}
