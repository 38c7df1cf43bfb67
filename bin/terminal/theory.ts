/** What theory says beside what was observed. */
import { basename } from 'node:path';
import { significant } from '../../reports/numbers/digits.js';
import { measured } from '../../reports/numbers/interval.js';
import { NOTHING, scaleFor } from '../../reports/numbers/quantity.js';
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { hanging } from './layout.js';
import { paint } from './paint.js';
import { table } from './table.js';

type Check = StrategyResult['theory'][number];

/** One scenario's checks; each source stands below what it says. */
export function theoryText(result: ExperimentResult, width: number): string {
  const { name, file } = result.scenario;
  const checks = checksOf(result);
  const rows = [
    ['measure', 'theory', 'allowed', 'observed', '95 %', ''].map((word) => paint.dim(word)),
    ...checks.map(rowOf),
  ];
  const [head = '', ...lines] = table(rows, ALIGNS, 2).trimEnd().split('\n');
  const withSources = checks.flatMap(({ source }, index) => {
    const line = lines[index] as string;
    if (source === checks[index + 1]?.source) return [line];
    return [line, paint.dim(`    ${hanging(source, 4, width)}`)];
  });
  const title = `${mark(agrees(result))} ${paint.bold(basename(file))}  ${name}`;
  return `${[title, head, ...withSources].join('\n')}\n`;
}

const ALIGNS = ['left', 'right', 'left', 'right', 'left', 'left'] as const;

function rowOf(check: Check): readonly string[] {
  const { measure, unit, expected, within, low, high } = check;
  const { size, suffix } = scaleFor(expected, unit);
  const observed = measured({ mean: check.observed, low, high }, unit);
  return [
    measure,
    significant(expected / size, 4) + suffix,
    `±${significant(within / size, 2)}`,
    observed.mean + (observed.half === null ? '' : observed.suffix),
    observed.half === null ? NOTHING : `±${observed.half}`,
    mark(check.agrees),
  ];
}

function mark(good: boolean): string {
  return good ? paint.green('✓') : paint.red('✗');
}

function checksOf({ strategies }: ExperimentResult): readonly Check[] {
  return strategies.flatMap(({ theory }) => theory);
}

export function agrees(result: ExperimentResult): boolean {
  return checksOf(result).every((check) => check.agrees);
}

export function closingLine(results: readonly ExperimentResult[]): string {
  const checks = results.flatMap(checksOf);
  const passed = checks.filter((check) => check.agrees).length;
  const failed = checks.length - passed;
  const scenarios = results.length === 1 ? '1 scenario' : `${results.length} scenarios`;
  const parts = [
    paint.green(`${passed} passed`),
    failed === 0 ? `${failed} failed` : paint.red(`${failed} failed`),
  ];
  return `${parts.join(', ')} in ${scenarios}\n`;
}
