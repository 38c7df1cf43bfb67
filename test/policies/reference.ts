/** The policies told once more, in callbacks over a list of timers: what becomes of a single call that finds them fresh. */

export interface End {
  /** Milliseconds. */
  readonly at: number;
  readonly ends: string;
}

type Done = (ends: string) => void;
type Cancel = () => void;

/** Somebody who can be asked: by when the answer is needed, who gets it, and how to take the question back. */
type Asked = (deadline: number, done: Done) => Cancel;

/** What stands before somebody who can be asked. */
export type Told = (inner: Asked, time: Timeline) => Asked;

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** Timers in the order in which they run down; at a tie, in the order in which they were set. */
export class Timeline {
  now = 0;
  private readonly timers: Timer[] = [];

  after(delay: number, action: () => void): Cancel {
    const timer = { at: this.now + delay, action };
    const later = this.timers.findIndex(({ at }) => at > timer.at);
    this.timers.splice(later < 0 ? this.timers.length : later, 0, timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
  }

  run(): void {
    for (let next = this.timers.shift(); next !== undefined; next = this.timers.shift()) {
      this.now = next.at;
      next.action();
    }
  }
}

const GOOD = ['ok', 'substitute'];
/** Failures that a retry makes no better. */
const FINAL = ['rejected-open', 'deadline-exceeded', 'cancelled'];

const mayPass = (ends: string) => !GOOD.includes(ends) && !FINAL.includes(ends);

export const passes: Told = (inner) => inner;

export const timeout =
  (limit: number): Told =>
  (inner, time) =>
  (deadline, done) => {
    const wake = time.after(limit, () => {
      leave();
      done('timeout');
    });
    const leave = inner(deadline, (ends) => {
      wake();
      done(ends);
    });
    return () => {
      wake();
      leave();
    };
  };

export const deadline =
  (limit: number): Told =>
  (inner, time) =>
  (given, done) => {
    const until = Math.min(given, time.now + limit);
    if (until <= time.now) return time.after(0, () => done('deadline-exceeded'));
    const wake = time.after(until - time.now, () => {
      leave();
      done('deadline-exceeded');
    });
    const leave = inner(until, (ends) => {
      wake();
      done(ends);
    });
    return () => {
      wake();
      leave();
    };
  };

export const retry =
  (attempts: number, delay: number): Told =>
  (inner, time) =>
  (given, done) => {
    let leave: Cancel = () => {};
    const attempt = (number: number) => {
      leave = inner(given, (ends) => {
        if (number === attempts || !mayPass(ends)) done(ends);
        else leave = time.after(delay, () => attempt(number + 1));
      });
    };
    attempt(1);
    return () => leave();
  };

/** One copy: after the delay, or after a failure; the last failure is the answer. */
export const hedge =
  (delay: number): Told =>
  (inner, time) =>
  (given, done) => {
    const underWay = new Set<{ leave: Cancel }>();
    let wake: Cancel = () => {};
    let sent = 0;
    const leaveAll = () => {
      wake();
      for (const { leave } of underWay) leave();
    };
    const send = () => {
      sent++;
      wake();
      const copy = { leave: () => {} };
      underWay.add(copy);
      copy.leave = inner(given, (ends) => {
        underWay.delete(copy);
        if (mayPass(ends) && sent < 2) send();
        if (mayPass(ends) && underWay.size > 0) return;
        leaveAll();
        done(ends);
      });
      if (sent < 2) wake = time.after(delay, send);
    };
    send();
    return leaveAll;
  };

export const fallback: Told = (inner) => (given, done) =>
  inner(given, (ends) => done(GOOD.includes(ends) ? ends : 'substitute'));

/** Who asks while somebody else's question is open gets its answer; it stays open though all leave. */
export const coalesce: Told = (inner) => {
  let waiting: Set<Done> | null = null;
  return (_, done) => {
    const joined = waiting ?? new Set<Done>();
    joined.add(done);
    if (waiting === null) {
      waiting = joined;
      inner(Number.POSITIVE_INFINITY, (ends) => {
        waiting = null;
        for (const each of [...joined]) if (joined.delete(each)) each(ends);
      });
    }
    return () => void joined.delete(done);
  };
};

/** All copies and attempts of a call have the same key: while one is at work the others are in conflict. */
export const idempotency: Told = (inner, time) => {
  let answer: string | null = null;
  let isRunning = false;
  return (given, done) => {
    if (answer !== null) {
      const kept = answer;
      return time.after(0, () => done(kept));
    }
    if (isRunning) return time.after(0, () => done('conflict'));
    isRunning = true;
    const leave = inner(given, (ends) => {
      isRunning = false;
      if (GOOD.includes(ends)) answer = ends;
      done(ends);
    });
    return () => {
      isRunning = false;
      leave();
    };
  };
};

/** The end of a call at the start of time, to a callee behind all that; null when it does not end. */
export function endOf(
  policies: readonly Told[],
  callee: { readonly after: number; readonly fault?: string } | 'hangs',
): End | null {
  const time = new Timeline();
  const reply: Asked = (_, done) =>
    callee === 'hangs' ? () => {} : time.after(callee.after, () => done(callee.fault ?? 'ok'));
  let end: End | null = null;
  policies.reduceRight((inner, told) => told(inner, time), reply)(
    Number.POSITIVE_INFINITY,
    (ends) => {
      end = { at: time.now, ends };
    },
  );
  time.run();
  return end;
}
