/** States over time: of breakers and their like, and when faults were at work. */
import { faultChanged } from '../faults/fault.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, type Instant, SECOND } from '../kernel/time.js';
import { policyState, type StatefulPolicy } from '../policies/policy.js';
import type { Observer } from './observer.js';
import { SlicedLevel } from './sliced-level.js';

/** What a run tells of the policies of one kind at one place, all copies together. */
export interface PolicyResult {
  readonly kind: string;
  readonly place: string;
  /** The instance of the callee that it is about, from 1 on; null when it is about all of them. */
  readonly instance: number | null;
  readonly copies: number;
  /** How often a copy came into each state. */
  readonly entered: Readonly<Record<string, number>>;
  /** Share of the time, over copies, spent in each state. */
  readonly share: Readonly<Record<string, number>>;
  /** By slice of the timeline: share of the copies' time spent in each state. */
  readonly timeline: Readonly<Record<string, readonly number[]>>;
}

/** When a fault was at work, in seconds; the end is null when it outlasted the run. */
export interface FaultResult {
  readonly name: string;
  readonly windows: readonly (readonly [from: number, to: number | null])[];
}

/** Policies of one kind at one place. */
class Group {
  copies = 0;
  private readonly entered = new Map<string, number>();
  /** How many are in each state. */
  private readonly states = new Map<string, SlicedLevel>();
  private slices = 0;

  constructor(private readonly about: Pick<PolicyResult, 'kind' | 'place' | 'instance'>) {}

  /** One more of them, from the beginning. */
  add(state: string): void {
    this.copies++;
    this.move(state, 1, 0);
  }

  /** One of them has come from a state into another. */
  enter(from: string, to: string, now: Instant): void {
    this.move(from, -1, now);
    this.move(to, 1, now);
    this.entered.set(to, (this.entered.get(to) ?? 0) + 1);
  }

  private move(state: string, by: number, now: Instant): void {
    const level = this.states.get(state) ?? this.make(state);
    level.set(level.value + by, now);
  }

  private make(state: string): SlicedLevel {
    const level = new SlicedLevel(this.slices);
    this.states.set(state, level);
    return level;
  }

  restart(now: Instant): void {
    this.entered.clear();
    for (const level of this.states.values()) level.restart(now);
  }

  slice(length: Duration, now: Instant): void {
    for (const level of this.states.values()) level.slice(length, now);
    this.slices++;
  }

  result(span: Duration, now: Instant): PolicyResult {
    const { about, copies, entered, states } = this;
    const all = span * copies;
    const share: Record<string, number> = {};
    const timeline: Record<string, readonly number[]> = {};
    for (const [state, level] of states) {
      timeline[state] = level.means.map((mean) => mean / copies);
      const time = level.upTo(now);
      // What none has been in since the warm-up is not listed.
      if (time > 0 || level.value > 0 || entered.has(state)) share[state] = time / all;
    }
    return { ...about, copies, entered: Object.fromEntries(entered), share, timeline };
  }
}

export class States implements Observer {
  /** The state of each policy, and its group. */
  private readonly states: string[];
  private readonly groupOf: readonly Group[];
  private readonly groups: ReadonlySet<Group>;
  private measuredFrom: Instant = 0;
  private slicedAt: Instant = 0;
  private readonly windows: [Instant, Instant | null][][];

  constructor(
    simulation: Simulation,
    policies: readonly StatefulPolicy[],
    private readonly faults: readonly string[],
  ) {
    this.states = policies.map(({ initial }) => initial);
    this.groupOf = grouped(policies);
    this.groups = new Set(this.groupOf);
    this.windows = faults.map(() => []);
    const { probe } = simulation;
    probe.on(policyState, (policy, state) => {
      (this.groupOf[policy] as Group).enter(this.states[policy] as string, state, simulation.now);
      this.states[policy] = state;
    });
    probe.on(faultChanged, (fault, active) => {
      const windows = this.windows[fault] as [Instant, Instant | null][];
      if (active) windows.push([simulation.now, null]);
      else (windows.at(-1) as [Instant, Instant | null])[1] = simulation.now;
    });
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const group of this.groups) group.restart(now);
  }

  slice(now: Instant): void {
    const length = Math.max(1, now - this.slicedAt);
    this.slicedAt = now;
    for (const group of this.groups) group.slice(length, now);
  }

  policies(now: Instant): PolicyResult[] {
    const span = Math.max(1, now - this.measuredFrom);
    return [...this.groups].map((group) => group.result(span, now));
  }

  faultWindows(): FaultResult[] {
    return this.faults.map((name, index) => ({
      name,
      windows: (this.windows[index] as [Instant, Instant | null][]).map(
        ([from, to]) => [from / SECOND, to === null ? null : to / SECOND] as const,
      ),
    }));
  }
}

/** The group of each policy. */
function grouped(policies: readonly StatefulPolicy[]): Group[] {
  const groups = new Map<string, Group>();
  return policies.map(({ kind, place, instance, initial }) => {
    const key = `${kind} ${place} ${instance}`;
    const group = groups.get(key) ?? new Group({ kind, place, instance });
    groups.set(key, group);
    group.add(initial);
    return group;
  });
}
