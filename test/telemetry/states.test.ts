import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../sim/kernel/simulation.js';
import { policyState, type StatefulPolicy } from '../../sim/policies/policy.js';
import { States } from '../../sim/telemetry/states.js';

const STATES = ['closed', 'open', 'half-open'];
const COPIES = 3;
const SLICE = 100;
const SLICES = 5;
const END = SLICE * SLICES;

type Change = readonly [copy: number, state: string, at: number];
const change = fc.tuple(
  fc.nat(COPIES - 1),
  fc.constantFrom(...STATES),
  fc.integer({ min: 1, max: END - 1 }),
);

const policies: readonly StatefulPolicy[] = Array.from({ length: COPIES }, (_, copy) => ({
  kind: 'circuit-breaker',
  place: 'shop -> payment',
  copy,
  instance: null,
  initial: 'closed',
}));

/** By the definition: the share of the copies that are in a state, instant by instant. */
function shareOf(state: string, changes: readonly Change[], from: number, to: number): number {
  let sum = 0;
  for (let now = from; now < to; now++) {
    for (let copy = 0; copy < COPIES; copy++) {
      const last = changes.findLast(([which, , at]) => which === copy && at <= now);
      if ((last?.[1] ?? 'closed') === state) sum++;
    }
  }
  return sum / (to - from) / COPIES;
}

/** What a run tells in which the policies go through the changes; its warm-up ends with the first slice. */
function observed(changes: readonly Change[]) {
  const simulation = new Simulation();
  const states = new States(simulation, policies, []);
  const channel = simulation.probe.channel(policyState);
  for (const [copy, state, at] of changes) {
    simulation.at(at, () => channel.emit(copy, state), null);
  }
  for (let slice = 1; slice <= SLICES; slice++) {
    simulation.runUntil(slice * SLICE - 1);
    states.slice(slice * SLICE);
    if (slice === 1) states.restart(SLICE);
  }
  return states.policies(END);
}

describe('states of policies at one place', () => {
  it('are told as the share of the copies in each, in all and by slice', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (list) => {
        const changes = [...list].sort((a, b) => a[2] - b[2]);
        const told = observed(changes);
        expect(told).toHaveLength(1);
        const { share, timeline, copies, entered } = told[0] as (typeof told)[number];
        expect(copies).toBe(COPIES);
        for (const state of STATES) {
          expect(share[state] ?? 0).toBeCloseTo(shareOf(state, changes, SLICE, END), 12);
          const slices = timeline[state] ?? new Array<number>(SLICES).fill(0);
          for (const [n, inSlice] of slices.entries()) {
            const from = n * SLICE;
            expect(inSlice).toBeCloseTo(shareOf(state, changes, from, from + SLICE), 12);
          }
          const times = changes.filter(([, to, at]) => to === state && at >= SLICE).length;
          expect(entered[state] ?? 0).toBe(times);
        }
      }),
      { numRuns: 30 },
    );
  });
});
