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
};

type Shape = keyof typeof shapes;

/** Runs a random script of schedule, cancel and take against both calendars. */
function agree(shape: Shape, seed: number, steps: number, pending: number): void {
  let state = seed | 1;
  const uniform = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = (state + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
  };
  const calendar = new Calendar();
  const list = new SortedList();
  const slots = new Map<number, number>();
  let now = 0;
  let serial = 0;
  for (let step = 0; step < steps; step++) {
    const dice = uniform();
    if (slots.size < pending && dice < 0.6) {
      const time = now + shapes[shape](uniform());
      const id = serial++;
      slots.set(
        id,
        calendar.schedule(time, () => {}, id),
      );
      list.schedule(time, id);
    } else if (slots.size > 0 && dice < 0.7) {
      const ids = [...slots.keys()];
      const id = ids[Math.floor(uniform() * ids.length)] as number;
      calendar.cancel(slots.get(id) as number);
      list.cancel(id);
      slots.delete(id);
    } else {
      const slot = calendar.first();
      const expected = list.take();
      if (slot === NO_EVENT) {
        expect(expected).toBeUndefined();
        continue;
      }
      expect({ time: calendar.timeOf(slot), id: calendar.argumentOf(slot) }).toEqual(expected);
      now = calendar.timeOf(slot);
      slots.delete(calendar.argumentOf(slot) as number);
      calendar.remove(slot);
    }
  }
  for (let slot = calendar.first(); slot !== NO_EVENT; slot = calendar.first()) {
    expect({ time: calendar.timeOf(slot), id: calendar.argumentOf(slot) }).toEqual(list.take());
    calendar.remove(slot);
  }
  expect(list.take()).toBeUndefined();
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
    for (let id = 0; id < 5000; id++) calendar.schedule(7, () => {}, id);
    for (let id = 0; id < 5000; id++) {
      const slot = calendar.first();
      expect(calendar.argumentOf(slot)).toBe(id);
      calendar.remove(slot);
    }
    expect(calendar.first()).toBe(NO_EVENT);
  });
});
