/** `faultline run`: one scenario, summed up. */
import { verdict } from '../../reports/answer/verdict.js';
import { SHARE } from '../../sim/catalogue/units.js';
import type { Plan } from '../../sim/experiment/experiment.js';
import type { ExperimentResult } from '../../sim/index.js';
import type { Variant } from '../../sim/scenario/compile.js';
import { Exit, type ExitCode, InputProblem } from '../exit.js';
import { experiment } from '../experiment.js';
import type { ReportFile } from '../files/report-files.js';
import type { SimulationOptions, TraceOptions } from '../options.js';
import { failuresTable } from '../terminal/failures.js';
import { heading, imprint } from '../terminal/heading.js';
import { objectivesTable } from '../terminal/objectives.js';
import { prose } from '../terminal/prose.js';
import { servicesTable } from '../terminal/services.js';
import { sparklines } from '../terminal/sparklines.js';
import { summaryTable } from '../terminal/summary.js';

export interface RunOptions extends SimulationOptions, TraceOptions {
  readonly strategy?: string;
}

export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const { strategies } = await experiment(file, options, {
    strategies: [options.strategy ?? ''],
    usual: 'json',
    always: false,
    ...(options.trace === undefined ? {} : { more: traceFile(options.trace) }),
    tell,
  });
  const isMet = strategies.every(({ objectives }) => objectives.every(({ met }) => met));
  return isMet ? Exit.ok : Exit.missed;
}

/** The first replication once more: it is the same run. */
function traceFile(text: string) {
  const share = SHARE.read(text) ?? 0;
  if (share <= 0 || share > 1) {
    throw new InputProblem(
      `--trace: expected ${SHARE.expected}, above 0 and up to 100%, got "${text}"`,
    );
  }
  return async ({ variants }: Plan, stem: string): Promise<ReportFile[]> => {
    const [{ traced }, { renderOtlp }] = await Promise.all([
      import('../../sim/experiment/trace.js'),
      import('../../reports/otlp.js'),
    ]);
    const trace = traced(variants[0] as Variant, { share });
    if (trace.dropped > 0) {
      const kept = trace.spans.length.toLocaleString('en');
      process.stderr.write(`--trace: kept the first ${kept} spans; follow a smaller share\n`);
    }
    return [{ name: `${stem}-trace.json`, content: renderOtlp(trace) }];
  };
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
