/** A process: one running copy of a program, as faults and those who are connected to it see it. */
import type { Instant } from '../kernel/time.js';
import type { Mend, Trouble } from './trouble.js';

/** Who wants to know when a process dies or comes back. */
export interface ProcessWatcher {
  /** The process has died; `silently` when no connection was reset. */
  crashed(silently: boolean): void;
  restarted?(): void;
  /** The process stands still until an instant. */
  froze?(until: Instant): void;
}

export interface Process {
  readonly up: boolean;
  /** Dead with its host: nothing outside learns of it, so nothing that it holds elsewhere is given back. */
  readonly silent: boolean;
  /** Nothing in the process moves before this instant: a stop of all threads, a suspended machine. */
  readonly frozenUntil: Instant;
  /** When it began, or began anew after it had died. */
  readonly startedAt: Instant;
  watch(watcher: ProcessWatcher): void;
}

/** A process that faults can act on. */
export interface FaultyProcess extends Process {
  /** Dies: what it was working on is lost, and its callers are reset or, `silently`, hear nothing. */
  crash(silently: boolean): void;
  restart(): void;
  /** Stands still until an instant: work stops, timers and answers are late, calls queue up. */
  freeze(until: Instant): void;
  /** Work takes so many times as long, work in progress included, until it is mended. */
  slowDown(factor: number): Mend;
  /** Calls begun fail with a probability, or start late, until it is mended. */
  disturb(trouble: Trouble): Mend;
}

/** Stands for the process of whoever calls, for what all copies of a caller have together. */
export const CALLERS: Process = {
  up: true,
  silent: false,
  frozenUntil: 0,
  startedAt: 0,
  watch() {},
};

/** A process that never fails: clients and whatever else is not under test. */
export const IDEAL_PROCESS: Process = {
  up: true,
  silent: false,
  frozenUntil: 0,
  startedAt: 0,
  watch() {},
};
