/** JSON: the whole result, to the same bytes every time, one line for every list of numbers. */
import type { ExperimentResult } from '../sim/index.js';

/** JSON has no infinity; what never came is this text. */
const INFINITY = 'Infinity';
const INDENT = '  ';

export function jsonOf(result: ExperimentResult): string {
  return `${written(result, '')}\n`;
}

function written(value: unknown, indent: string): string {
  if (value === Number.POSITIVE_INFINITY) return JSON.stringify(INFINITY);
  if (value === Number.NEGATIVE_INFINITY) return JSON.stringify(`-${INFINITY}`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return `[${value.map((each) => written(each, inner)).join(', ')}]`;
    return enclosed(
      '[]',
      value.map((each) => written(each, inner)),
      indent,
    );
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const lines = entries.map(([key, each]) => `${JSON.stringify(key)}: ${written(each, inner)}`);
  return enclosed('{}', lines, indent);
}

function isPlain(value: unknown): boolean {
  return (
    typeof value !== 'object' || value === null || (Array.isArray(value) && value.every(isNumber))
  );
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || value === null;
}

function enclosed(
  [open = '', close = '']: string,
  lines: readonly string[],
  indent: string,
): string {
  if (lines.length === 0) return open + close;
  const inner = indent + INDENT;
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
}
