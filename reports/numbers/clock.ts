/** Clock: points of simulated time as people say them, as fine as the run is long. */
import { significant } from './digits.js';

/** What fits a run of so many seconds. */
export type ClockFace = 'seconds' | 'minutes' | 'hours';

export function clockFace(span: number): ClockFace {
  if (span <= 90) return 'seconds';
  return span <= 3 * 3600 ? 'minutes' : 'hours';
}

/** `12.5 s`, `2:05` minutes or `3:20 h`. */
export function clock(seconds: number, span: number): string {
  const face = clockFace(span);
  if (face === 'seconds') return `${significant(Number(seconds.toPrecision(3)))} s`;
  const unit = face === 'minutes' ? 60 : 3600;
  // Whole seconds or minutes, so that 2:59.9 is 3:00 and not 2:60.
  const parts = Math.round((seconds / unit) * 60);
  const text = `${Math.floor(parts / 60)}:${String(parts % 60).padStart(2, '0')}`;
  return face === 'minutes' ? text : `${text} h`;
}

/** A length of time in words, for the head of a report. */
export function span(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [Number((seconds % 60).toPrecision(3)), 's'],
  ].filter(([count]) => count !== 0);
  return parts.length === 0 ? '0 s' : parts.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
