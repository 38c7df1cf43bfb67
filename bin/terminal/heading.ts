/** The first and the last lines about a result: what was run, and how to know it again. */
import { span } from '../../reports/numbers/clock.js';
import { fixed } from '../../reports/numbers/digits.js';
import type { ExperimentResult } from '../../sim/index.js';
import { wrapped } from './layout.js';
import { paint } from './paint.js';

export function heading(command: string, { scenario }: ExperimentResult, width: number): string {
  const { name, question, file } = scenario;
  const badge = paint.bgCyan.black(` ${command.toUpperCase()} `);
  const lines = [
    `${badge} ${paint.bold(file)}`,
    '',
    paint.bold(name),
    ...(question === '' ? [] : wrapped(question, width)),
  ];
  return `${lines.join('\n')}\n`;
}

export function imprint({
  faultline,
  fingerprint,
  strategies,
  scenario,
}: ExperimentResult): string {
  const { replications, duration, warmup, seed } = scenario;
  const runs = replications === 1 ? '1 replication' : `${replications} replications`;
  const unmeasured = warmup > 0 ? `, the first ${span(warmup)} not counted` : '';
  const events = strategies.reduce((sum, each) => sum + each.events, 0);
  const lines = [
    `${runs} of ${span(duration)}${unmeasured}, seed ${seed}: ${fixed(events, 0)} events`,
    `fingerprint ${fingerprint} by faultline ${faultline}`,
  ];
  return `${lines.map((line) => paint.dim(line)).join('\n')}\n`;
}
