import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar, NO_EVENT } from '../../sim/kernel/calendar.js';

/** The obvious calendar: a list sorted by (time, order of scheduling). */
class SortedList {
  private readonly events: { time: number; id: number }[] = [];

  schedule(time: number, id: number): void {
    let index = this.events.length;
    while (index > 0 && (this.events[index - 1]?.time ?? 0) > time) index--;
    this.events.splice(index, 0, { time, id });
  }
  cancel(id: number): void {
    this.events.splice(
      this.events.findIndex((event) => event.id === id),
      1,
    );
  }
  take(): { time: number; id: number } | undefined {
    return this.events.shift();
  }
}

const shapes = {
  exponential: (u: number) => Math.round(-Math.log(1 - u) * 1e6),
  equal: () => 5,
  few: (u: number) => Math.floor(u * 4),
  wide: (u: number) => Math.floor(10 ** (u * 15)),
  bimodal: (u: number) => (u < 0.5 ? Math.floor(u * 2000) : 1e9 + Math.floor(u * 1e3)),
  'far outlier': (u: number) => (u < 0.002 ? 4e15 : Math.floor(u * 1e5)),
  zero: (u: number) => (u < 0.3 ? 0 : Math.floor(u * 50)),
  timeouts: (u: number) => (u < 0.4 ? 1e9 : Math.floor(u * 1e7)),
};

type Shape = keyof typeof shapes;

/** What a timer belongs to; it is set for one event after the other. */
class Owner {
  id = -1;
  readonly slot: number;

  constructor(calendar: Calendar) {
    this.slot = calendar.timer(this);
  }

  due(): void {}
}

/** The calendar and the list, given the same commands. */
class Both {
  private readonly calendar = new Calendar();
  private readonly list = new SortedList();
  /** The slot of each pending event, or the owner of its timer. */
  private readonly events = new Map<number, number | Owner>();
  private readonly idle = Array.from({ length: 20 }, () => new Owner(this.calendar));
  /** The instant of the event taken last. */
  now = 0;
  private serial = 0;
  private taken = 0;

  get pending(): number {
    return this.events.size;
  }

  /** Schedules an event, or sets a timer where that is wanted and one is left. */
  schedule(delay: number, byTimer: boolean): void {
    const id = this.serial++;
    const owner = byTimer ? this.idle.pop() : undefined;
    this.list.schedule(this.now + delay, id);
    if (owner === undefined) {
      this.events.set(
        id,
        this.calendar.schedule(this, delay, () => {}, id),
      );
      return;
    }
    owner.id = id;
    this.events.set(id, owner);
    this.calendar.set(owner.slot, this, delay);
  }

  /** Takes back one of the pending events. */
  cancel(u: number): void {
    const ids = [...this.events.keys()];
    const id = ids[Math.floor(u * ids.length)] as number;
    const event = this.events.get(id);
    if (event instanceof Owner) this.calendar.unset(event.slot);
    else this.calendar.cancel(event as number);
    this.list.cancel(id);
    this.end(id);
  }

  /** Takes the next event from both, which has to be the same; false when there is none. */
  take(): boolean {
    const slot = this.calendar.first();
    const expected = this.list.take();
    if (slot === NO_EVENT) {
      expect(expected).toBeUndefined();
      return false;
    }
    const argument = this.calendar.argumentOf(slot);
    const id = argument instanceof Owner ? argument.id : (argument as number);
    expect({ time: this.calendar.timeOf(slot), id }).toEqual(expected);
    this.now = this.calendar.timeOf(slot);
    this.end(id);
    this.calendar.remove(slot, this.calendar.handlerOf(slot) === null);
    expect(this.calendar.taken).toBe(++this.taken);
    return true;
  }

  private end(id: number): void {
    const event = this.events.get(id);
    if (event instanceof Owner) this.idle.push(event);
    this.events.delete(id);
  }
}

/** Runs a random script of schedule, cancel and take, timers among them, against both calendars. */
function agree(shape: Shape, seed: number, steps: number, pending: number): void {
  let state = seed | 1;
  const uniform = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = (state + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
  };
  const both = new Both();
  for (let step = 0; step < steps; step++) {
    const dice = uniform();
    if (both.pending < pending && dice < 0.6) {
      both.schedule(shapes[shape](uniform()), uniform() < 0.5);
    } else if (both.pending > 0 && dice < 0.7) both.cancel(uniform());
    else both.take();
  }
  while (both.take());
}

describe('calendar', () => {
  for (const shape of Object.keys(shapes) as Shape[]) {
    it(`agrees with a sorted list on ${shape} delays, cancellations included`, () => {
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom(3, 40, 60, 400), (seed, pending) => {
          agree(shape, seed, 1500, pending);
        }),
        { numRuns: 12 },
      );
    });
  }

  it('runs equal instants in the order in which they were scheduled', () => {
    const calendar = new Calendar();
    for (let id = 0; id < 5000; id++) calendar.schedule({ now: 0 }, 7, () => {}, id);
    for (let id = 0; id < 5000; id++) {
      const slot = calendar.first();
      expect(calendar.argumentOf(slot)).toBe(id);
      calendar.remove(slot, false);
    }
    expect(calendar.first()).toBe(NO_EVENT);
  });
});
