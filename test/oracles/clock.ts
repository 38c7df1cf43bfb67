/** A clock for real libraries: their timers and dates, moved by hand, one timer at a time. */
import FakeTimers, { type Clock } from '@sinonjs/fake-timers';

/** What libraries look at the time with; microtasks stay real, so that promises run as they do. */
const FAKED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
] as const;

/** When the clock starts: far from 0, as clocks do. */
const EPOCH = 1_700_000_000_000;

/** How many turns the longest chain of promises takes between two timers. */
const TURNS = 16;

export interface OracleClock {
  /** Milliseconds since the start. */
  now(): number;
  /** Runs something after so many milliseconds from the start. */
  at(time: number, action: () => void): void;
  /** Moves on, timer by timer, with all that promises do in between; or whatever is to happen then. */
  runUntil(time: number, meanwhile?: () => Promise<void>): Promise<void>;
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await null;
}

/** Runs a play under a clock of its own; the real one comes back afterwards. */
export async function underClock<T>(play: (clock: OracleClock) => Promise<T>): Promise<T> {
  const clock: Clock = FakeTimers.install({ now: EPOCH, toFake: [...FAKED] });
  try {
    return await play({
      now: () => clock.now - EPOCH,
      at: (time, action) => void clock.setTimeout(action, EPOCH + time - clock.now),
      async runUntil(time, meanwhile = settled) {
        let over = false;
        clock.setTimeout(
          () => {
            over = true;
          },
          EPOCH + time - clock.now,
        );
        await meanwhile();
        while (!over) {
          clock.next();
          await meanwhile();
        }
      },
    });
  } finally {
    clock.uninstall();
  }
}
