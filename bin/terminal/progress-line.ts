/** One line of progress: what a strategy has done, how fast it goes, how long it will take. */
import { paintError as paint } from './paint.js';

export interface StrategyProgress {
  readonly label: string;
  readonly runs: number;
  readonly over: number;
  /** Of this strategy's runs, from 0 to 1. */
  readonly share: number;
  /** Milliseconds until it was over; null while it is not. */
  readonly ended: number | null;
  /** Milliseconds since the beginning. */
  readonly passed: number;
  /** Executed so far, in all runs. */
  readonly events: number;
  /** Of all strategies' runs, from 0 to 1. */
  readonly total: number;
}

const BAR = 24;

export function strategyLine(at: StrategyProgress): string {
  const { label, runs, over, share, ended } = at;
  const count = `${over}/${runs}`.padStart(2 * String(runs).length + 1);
  if (ended !== null) {
    return `${paint.green('✓')} ${label}  ${count} runs  ${paint.dim(duration(ended))}`;
  }
  if (share === 0) return `${paint.dim('·')} ${label}`;
  const full = Math.round(share * BAR);
  const bar = paint.cyan('█'.repeat(full)) + paint.dim('░'.repeat(BAR - full));
  return `${paint.cyan('›')} ${label}  ${count} ${bar}${paint.dim(pace(at))}`;
}

function pace({ events, passed, total }: StrategyProgress): string {
  const speed = events === 0 ? '' : `  ${millions(events / (passed / 1000))} events/s`;
  const left = passed / total - passed;
  return total > 0 && passed > 1000 ? `${speed}  ${duration(left)} left` : speed;
}

function millions(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} M` : `${Math.round(count / 1e3)} k`;
}

/** A length of real time. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
