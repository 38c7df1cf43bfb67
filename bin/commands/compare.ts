/** `faultline compare`: all strategies of a scenario side by side. */
import { verdict } from '../../reports/answer/verdict.js';
import type { ExperimentResult } from '../../sim/index.js';
import { Exit, type ExitCode, InputProblem } from '../exit.js';
import { experiment } from '../experiment.js';
import type { SimulationOptions } from '../options.js';
import { changesText } from '../terminal/changes.js';
import { comparisonTable } from '../terminal/comparison.js';
import { heading, imprint } from '../terminal/heading.js';
import { objectivesTable } from '../terminal/objectives.js';
import { prose } from '../terminal/prose.js';
import { sparklines } from '../terminal/sparklines.js';

export interface CompareOptions extends SimulationOptions {
  /** Names with commas. */
  readonly strategies?: string;
}

export async function compare(file: string, options: CompareOptions): Promise<ExitCode> {
  const chosen = options.strategies === undefined ? undefined : namesIn(options.strategies);
  const result = await experiment(file, options, {
    ...(chosen === undefined ? {} : { strategies: chosen }),
    check({ variants, input }) {
      if (variants.some(({ strategy }) => strategy !== '')) return;
      const hint = 'Add some, or use faultline run.';
      throw new InputProblem(`${input.name} has no strategies to compare`, hint);
    },
    usual: 'html',
    always: true,
    tell,
  });
  // A comparison is there to find a strategy that will do: one is enough.
  const isMet = result.strategies.some(({ objectives }) => objectives.every(({ met }) => met));
  return isMet ? Exit.ok : Exit.missed;
}

function namesIn(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw new InputProblem(`--strategies: expected names with commas between them, got "${text}"`);
}

function tell(result: ExperimentResult, width: number): string {
  const parts = [
    heading('compare', result, width),
    changesText(result, width),
    comparisonTable(result, width),
    objectivesTable(result, width),
    sparklines(result, width),
    prose('verdict', verdict(result), width),
    imprint(result),
  ];
  return parts.filter((part) => part !== '').join('\n');
}
