/** States over time: of breakers and their like, and when faults were at work. */
import { faultChanged } from '../faults/fault.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Instant, SECOND } from '../kernel/time.js';
import { policyState, type StatefulPolicy } from '../policies/policy.js';
import type { Observer } from './observer.js';

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
interface Group {
  readonly kind: string;
  readonly place: string;
  readonly instance: number | null;
  readonly members: readonly number[];
}

/** The states of one policy: which one, since when, and time spent in each. */
class StateClock {
  private readonly spent = new Map<string, number>();
  private since: Instant = 0;
  readonly entered = new Map<string, number>();

  constructor(private state: string) {}

  enter(state: string, now: Instant): void {
    this.count(now);
    this.state = state;
    this.entered.set(state, (this.entered.get(state) ?? 0) + 1);
  }

  /** Time spent in each state up to now. */
  times(now: Instant): ReadonlyMap<string, number> {
    this.count(now);
    return new Map(this.spent);
  }

  restart(now: Instant): void {
    this.spent.clear();
    this.entered.clear();
    this.since = now;
  }

  private count(now: Instant): void {
    this.spent.set(this.state, (this.spent.get(this.state) ?? 0) + now - this.since);
    this.since = now;
  }
}

export class States implements Observer {
  private readonly clocks: readonly StateClock[];
  private readonly groups: readonly Group[];
  private measuredFrom: Instant = 0;
  private slicedAt: Instant = 0;
  private sliced: Map<string, number>[];
  private readonly timelines: Map<string, number[]>[];
  private slices = 0;
  private readonly windows: [Instant, Instant | null][][];

  constructor(
    simulation: Simulation,
    policies: readonly StatefulPolicy[],
    private readonly faults: readonly string[],
  ) {
    this.clocks = policies.map(({ initial }) => new StateClock(initial));
    this.groups = grouped(policies);
    this.sliced = this.groups.map(() => new Map());
    this.timelines = this.groups.map(() => new Map());
    this.windows = faults.map(() => []);
    const { probe } = simulation;
    probe.on(policyState, (policy, state) => this.clocks[policy]?.enter(state, simulation.now));
    probe.on(faultChanged, (fault, active) => {
      const windows = this.windows[fault] as [Instant, Instant | null][];
      if (active) windows.push([simulation.now, null]);
      else (windows.at(-1) as [Instant, Instant | null])[1] = simulation.now;
    });
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const clock of this.clocks) clock.restart(now);
    this.sliced = this.groups.map(() => new Map());
  }

  slice(now: Instant): void {
    const length = Math.max(1, now - this.slicedAt);
    this.slicedAt = now;
    for (const [index, group] of this.groups.entries()) {
      const before = this.sliced[index] as Map<string, number>;
      const times = this.timesOf(group, now);
      const timeline = this.timelines[index] as Map<string, number[]>;
      for (const [state, time] of times) {
        const series = timeline.get(state) ?? new Array<number>(this.slices).fill(0);
        series.push((time - (before.get(state) ?? 0)) / length / group.members.length);
        timeline.set(state, series);
      }
      for (const series of timeline.values()) if (series.length <= this.slices) series.push(0);
      this.sliced[index] = times;
    }
    this.slices++;
  }

  policies(now: Instant): PolicyResult[] {
    return this.groups.map((group, index) => {
      const span = Math.max(1, now - this.measuredFrom) * group.members.length;
      const times = this.timesOf(group, now);
      const entered = new Map<string, number>();
      for (const member of group.members) {
        for (const [state, count] of (this.clocks[member] as StateClock).entered) {
          entered.set(state, (entered.get(state) ?? 0) + count);
        }
      }
      return {
        kind: group.kind,
        place: group.place,
        instance: group.instance,
        copies: group.members.length,
        entered: Object.fromEntries(entered),
        share: Object.fromEntries([...times].map(([state, time]) => [state, time / span])),
        timeline: Object.fromEntries(this.timelines[index] as Map<string, number[]>),
      };
    });
  }

  faultWindows(): FaultResult[] {
    return this.faults.map((name, index) => ({
      name,
      windows: (this.windows[index] as [Instant, Instant | null][]).map(
        ([from, to]) => [from / SECOND, to === null ? null : to / SECOND] as const,
      ),
    }));
  }

  private timesOf({ members }: Group, now: Instant): Map<string, number> {
    const times = new Map<string, number>();
    for (const member of members) {
      for (const [state, time] of (this.clocks[member] as StateClock).times(now)) {
        times.set(state, (times.get(state) ?? 0) + time);
      }
    }
    return times;
  }
}

function grouped(policies: readonly StatefulPolicy[]): Group[] {
  const groups = new Map<string, Group & { readonly members: number[] }>();
  for (const [index, { kind, place, instance }] of policies.entries()) {
    const key = `${kind} ${place} ${instance}`;
    const group = groups.get(key) ?? { kind, place, instance, members: [] };
    group.members.push(index);
    groups.set(key, group);
  }
  return [...groups.values()];
}
