/** Small scenarios with constant times, and what each request saw: for exact expectations. */
import { expect } from 'vitest';
import type { Scenario } from '../sim/index.js';
import { MILLISECOND } from '../sim/kernel/time.js';
import { assemble } from '../sim/scenario/assemble.js';
import { compile, fromObject, type Variant } from '../sim/scenario/compile.js';
import type { Model } from '../sim/scenario/model.js';
import { effectApplied } from '../sim/services/steps/effect.js';
import { requestAnswered } from '../sim/traffic/client.js';

export interface Trace {
  /** `ok@12`: how and when (ms) requests were answered, in the order in which they were sent. */
  readonly answers: readonly string[];
  /** `charge@12`: effects in the order in which they took place. */
  readonly effects: readonly string[];
  readonly model: Model;
}

export function modelOf(scenario: Scenario): Model {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return assemble((variants[0] as Variant).linked, { seed: 1, replication: 0 });
}

/** Runs for a simulated hour. @param watch may listen to more of it. */
export function trace(scenario: Scenario, watch?: (model: Model) => void): Trace {
  const model = modelOf(scenario);
  watch?.(model);
  const { simulation } = model;
  const answers: { sentAt: number; order: number; text: string }[] = [];
  const effects: string[] = [];
  const at = () => simulation.now / MILLISECOND;
  simulation.probe.on(requestAnswered, ({ sentAt }, outcome) => {
    const ends = outcome.ok ? (outcome.grade === 'full' ? 'ok' : outcome.grade) : outcome.fault;
    answers.push({ sentAt, order: answers.length, text: `${ends}@${at()}` });
  });
  simulation.probe.on(effectApplied, (index) => {
    effects.push(`${model.effects[index]}@${at()}`);
  });
  for (const { recurrence } of model.faults) recurrence.start();
  for (const { client } of model.clients) client.start(3.6e12);
  simulation.runUntil(3.6e12);
  answers.sort((a, b) => a.sentAt - b.sentAt || a.order - b.order);
  return { answers: answers.map(({ text }) => text), effects, model };
}
