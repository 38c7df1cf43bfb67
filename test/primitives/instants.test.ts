import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instants } from '../../sim/primitives/instants.js';

/** Few that come again, neighbours, and such as lie far apart. */
const integers = fc.oneof(fc.nat(5), fc.nat(5000), fc.integer());
const changes = fc.array(fc.tuple(integers, integers, fc.nat(2 ** 40)), {
  minLength: 1,
  maxLength: 400,
});

/** Beside the table a map, of which nobody doubts what it does. */
class Both {
  private readonly instants = new Instants();
  private readonly map = new Map<string, number>();

  set(first: number, second: number, instant: number): void {
    this.check(first, second);
    this.instants.set(first, second, instant);
    this.map.set(`${first}/${second}`, instant);
    this.check(first, second);
  }

  forget(until: number): void {
    this.instants.forget(until);
    for (const [name, instant] of this.map) if (instant <= until) this.map.delete(name);
    for (const name of this.map.keys()) this.check(...(name.split('/').map(Number) as Pair));
  }

  private check(first: number, second: number): void {
    expect(this.instants.get(first, second)).toBe(this.map.get(`${first}/${second}`) ?? -Infinity);
    expect(this.instants.size).toBe(this.map.size);
  }
}

type Pair = [first: number, second: number];

describe('instants by pairs', () => {
  it('are those of a map, whatever is set and forgotten', () => {
    fc.assert(
      fc.property(changes, fc.nat(400), fc.nat(2 ** 40), (list, forgetAt, until) => {
        const both = new Both();
        for (const change of list.slice(0, forgetAt)) both.set(...change);
        both.forget(until);
        for (const change of list.slice(forgetAt)) both.set(...change);
        both.forget(0);
      }),
    );
  });
});
